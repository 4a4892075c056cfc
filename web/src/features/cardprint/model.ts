import type { Card } from '@/features/cardcore';
import { fieldText } from '@/features/fields';
import type { Field, FieldGroup } from '@/lib/bootstrap';

export interface PrintGroup {
  name: string;
  lines: { key: string; label: string; value: string }[];
}

/** The fields that say something, by group; those outside the groups first, without a name. */
export function printGroups(card: Card, fields: readonly Field[], groups: readonly FieldGroup[]): PrintGroup[] {
  const of = (name: string, mine: (f: Field) => boolean): PrintGroup => ({
    name,
    lines: fields.filter(mine).flatMap((f) => {
      const value = fieldText(f, card.fields[f.id] ?? []);
      return value ? [{ key: String(f.id), label: f.name, value }] : [];
    }),
  });
  return [
    of('', (f) => !groups.some((g) => g.id === f.group_id)),
    ...groups.map((g) => of(g.name, (f) => f.group_id === g.id)),
  ].filter((g) => g.lines.length > 0);
}
