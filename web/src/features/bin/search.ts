import type { CardKind } from '@/lib/bootstrap';

/** What the address of the recycle bin holds. */
export interface BinSearch {
  kind?: CardKind;
  who?: number;
  from?: string;
  to?: string;
  q?: string;
}

export function binSearch(raw: Record<string, unknown>): BinSearch {
  const out: BinSearch = {};
  if (raw.kind === 'deal' || raw.kind === 'contact' || raw.kind === 'company') out.kind = raw.kind;
  const who = Number(raw.who);
  if (Number.isSafeInteger(who) && who > 0) out.who = who;
  for (const key of ['from', 'to'] as const) {
    const day = raw[key];
    if (typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day)) out[key] = day;
  }
  if ((typeof raw.q === 'string' || typeof raw.q === 'number') && raw.q !== '') out.q = String(raw.q);
  return out;
}
