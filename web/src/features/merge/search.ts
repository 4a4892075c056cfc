import type { CardKind } from '@/lib/bootstrap';

/** What the address of the page of duplicates holds. */
export interface DuplicatesSearch {
  kind?: CardKind;
  by?: 'phone' | 'email' | 'name';
}

const one = <T extends string>(raw: unknown, of: readonly T[]) => of.find((v) => v === raw);

export function duplicatesSearch(raw: Record<string, unknown>): DuplicatesSearch {
  const kind = one(raw.kind, ['deal', 'contact', 'company'] as const);
  const by = one(raw.by, ['phone', 'email', 'name'] as const);
  return { ...(kind ? { kind } : {}), ...(by ? { by } : {}) };
}
