import { fieldText } from '@/features/fields';
import type { Field, Person, Status } from '@/lib/bootstrap';
import { formatMoney } from '@/lib/format';
import { parse, type Write } from './model';

type Say = (key: keyof typeof KNOWN) => string;

const KNOWN = {
  name: true,
  price: true,
  responsible_id: true,
  company_id: true,
  loss_reason_id: true,
  status_id: true,
  tags: true,
} as const;

/** The properties a change of fields is about: `name`, `fields.12`. */
export function pathsOfWrite(write: Write): string[] {
  const { version: _, base: __, fields, ...plain } = parse<Record<string, unknown>>(write.body);
  return [...Object.keys(plain), ...Object.keys((fields ?? {}) as object).map((id) => `fields.${id}`)];
}

/** What a property is called. */
export function pathWord(path: string, fields: readonly Field[], t: Say): string {
  if (path in KNOWN) return t(path as keyof typeof KNOWN);
  return fields.find((field) => `fields.${field.id}` === path)?.name ?? path;
}

interface Names {
  fields: readonly Field[];
  people: ReadonlyMap<number, Person>;
  statuses: ReadonlyMap<number, Status>;
  reasons: readonly { id: number; name: string }[];
}

/** A value of a card, or of a change of one, in words. */
export function valueWord(path: string, of: Record<string, unknown>, names: Names): string {
  const field = names.fields.find((f) => `fields.${f.id}` === path);
  if (field) return fieldText(field, (of.fields as Record<string, unknown[]> | undefined)?.[field.id] ?? []);
  const value = of[path];
  if (path === 'price') return formatMoney(Number(value ?? 0));
  if (path === 'responsible_id') return names.people.get(Number(value))?.name ?? '';
  if (path === 'status_id') return names.statuses.get(Number(value))?.name ?? '';
  if (path === 'loss_reason_id') return names.reasons.find((r) => r.id === value)?.name ?? '';
  if (path === 'company_id') {
    const company = of.company as { id: number; name: string } | null | undefined;
    return company?.name || (value ? `№ ${value}` : '');
  }
  if (path === 'tags')
    return ((value ?? []) as (string | { name: string })[]).map((x) => (typeof x === 'string' ? x : x.name)).join(', ');
  return String(value ?? '');
}
