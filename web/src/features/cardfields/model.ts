import type { Bootstrap, CardKind, Field } from '@/lib/bootstrap';

/** The bootstrap with the fields of a kind changed. */
export function withFields(boot: Bootstrap, kind: CardKind, change: (fields: Field[]) => Field[]): Bootstrap {
  const set = boot.fields[kind];
  if (!set) return boot;
  return { ...boot, fields: { ...boot.fields, [kind]: { ...set, fields: change(set.fields) } } };
}

/**
 * The ids of all fields of a kind after those of one group were put in a new order: the places the group held in the
 * whole are filled anew, the others stay.
 */
export function wholeOrder(fields: readonly Field[], group: readonly number[]): number[] {
  const mine = new Set(group);
  const next = [...group];
  return fields.map((f) => (mine.has(f.id) ? (next.shift() as number) : f.id));
}

/** Names typed one on a line, without blanks and doubles. */
export function lines(typed: string): string[] {
  return [...new Set(typed.split('\n').map((l) => l.trim()))].filter(Boolean);
}

/** The fields whose name holds what was typed, whatever its case. */
export function named<F extends { name: string }>(fields: readonly F[], query: string): readonly F[] {
  const typed = query.trim().toLocaleLowerCase();
  return typed ? fields.filter((f) => f.name.toLocaleLowerCase().includes(typed)) : fields;
}
