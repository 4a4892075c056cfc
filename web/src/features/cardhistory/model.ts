import type { components } from '@/api/schema';
import type { Card, CardPatch, HistoryOf } from '@/features/cardcore';
import { fieldText, sameValues } from '@/features/fields';
import type { Field, Person } from '@/lib/bootstrap';
import { formatMoney } from '@/lib/format';

export type Change = components['schemas']['FeedItem'];

/** A value the property had, and who gave it. `change` is missing for what it was before the first change. */
export interface Version {
  key: string;
  told: Record<string, unknown>;
  change?: Change;
}

const told = (v: unknown): Record<string, unknown> =>
  v && typeof v === 'object' ? (v as Record<string, unknown>) : {};

/** The values a property had, newest first; the one before all changes last, once all changes are known. */
export function versions(changes: readonly Change[], whole: boolean): Version[] {
  const list = changes.map((change): Version => ({ key: String(change.id), told: told(change.after), change }));
  const first = changes.at(-1);
  if (whole && first) list.push({ key: 'before', told: told(first.before) });
  return list;
}

const number = (v: unknown) => (typeof v === 'number' ? v : 0);
const word = (v: unknown) => (typeof v === 'string' ? v : '');
const many = (v: unknown) => (Array.isArray(v) ? v : []);

/** How a value reads; empty when it says nothing. */
export function valueText(
  of: HistoryOf,
  value: Version['told'],
  names: { field?: Field | undefined; people: readonly Person[]; reasons: readonly { id: number; name: string }[] },
): string {
  if (of.property === 'name') return word(value.name);
  if (of.property === 'budget') return formatMoney(number(value.price));
  if (of.property === 'responsible') return names.people.find((p) => p.id === number(value.responsible_id))?.name ?? '';
  if (of.property === 'loss_reason')
    return names.reasons.find((r) => r.id === number(value.loss_reason_id))?.name ?? '';
  return names.field ? fieldText(names.field, many(value.values)) : '';
}

/** The change of the card that puts a value back; null when there is nothing to put back. */
export function patchTo(of: HistoryOf, value: Version['told']): CardPatch | null {
  if (of.property === 'name') return word(value.name) ? { name: word(value.name) } : null;
  if (of.property === 'budget') return { price: number(value.price) };
  if (of.property === 'responsible')
    return number(value.responsible_id) ? { responsible_id: number(value.responsible_id) } : null;
  if (of.property === 'loss_reason') return { loss_reason_id: number(value.loss_reason_id) };
  return { fields: { [of.field ?? 0]: many(value.values) } };
}

/** Whether the card has this value now. */
export function isNow(of: HistoryOf, value: Version['told'], card: Card): boolean {
  if (of.property === 'name') return word(value.name) === card.name;
  if (of.property === 'budget') return number(value.price) === (card.price ?? 0);
  if (of.property === 'responsible') return number(value.responsible_id) === card.responsible_id;
  if (of.property === 'loss_reason') return number(value.loss_reason_id) === (card.loss_reason_id ?? 0);
  return sameValues(many(value.values), card.fields[of.field ?? 0] ?? []);
}
