import type { Node } from './model';

/** One condition of a filter. */
export interface Condition {
  /** A standard field, `cf.12` for a custom one, `contact.name` and `contact.cf.12` for those of linked cards, `task`, `event`. */
  field: string;
  op: string;
  value?: unknown;
  /** The opposite of an operator that has no word for it. */
  not?: boolean;
}

/** Conditions of which all must hold, or any. */
export interface Group {
  any: boolean;
  items: Item[];
}

export type Item = Condition | Group;

export const isGroup = (item: Item): item is Group => 'items' in item;

/** So deep groups may stand in groups: deeper ones come from programs and are left to them. */
export const DEPTH = 2;

const OPPOSITE: Record<string, string> = {
  eq: 'ne',
  in: 'nin',
  filled: 'empty',
  has: 'none',
  ne: 'eq',
  nin: 'in',
  empty: 'filled',
  none: 'has',
};

const isLeaf = (n: Node): n is Node & { field: string; op: string } =>
  typeof n.field === 'string' && typeof n.op === 'string';

function readItem(node: Node, depth: number): Item | null {
  if (isLeaf(node)) return { field: node.field, op: node.op, ...('value' in node ? { value: node.value } : {}) };
  if (node.not) {
    if (!isLeaf(node.not)) return null;
    const inner = readItem(node.not, depth) as Condition;
    const op = OPPOSITE[inner.op];
    return op ? { ...inner, op } : { ...inner, not: true };
  }
  return depth > DEPTH ? null : readGroup(node, depth);
}

function readGroup(node: Node, depth: number): Group | null {
  const parts = node.and ?? node.or;
  if (!Array.isArray(parts)) return null;
  const items: Item[] = [];
  for (const part of parts) {
    const item = readItem(part, depth + 1);
    if (!item) return null;
    items.push(item);
  }
  return { any: !node.and, items };
}

/** Reads the conditions of a filter; null when a program has nested them in a way that is not edited here. */
export function readTree(json: string): Group | null {
  if (json === '') return { any: false, items: [] };
  const item = readItem(JSON.parse(json) as Node, 0);
  if (!item) return null;
  if (!isGroup(item)) return { any: false, items: [item] };
  const only = item.items.length === 1 ? item.items[0] : undefined;
  return only && isGroup(only) ? only : item;
}

const ALONE = ['empty', 'filled', 'has', 'none'];

/** Whether a condition says enough to be asked. */
export function complete(c: Condition): boolean {
  if (ALONE.includes(c.op)) return true;
  if (c.value === null || c.value === undefined || c.value === '') return false;
  return !Array.isArray(c.value) || (c.op === 'between' ? c.value.some((v) => v !== null) : c.value.length > 0);
}

/** A range with one open end is "from" or "to". */
function tidy({ field, op, value }: Condition): Node {
  if (op === 'between' && Array.isArray(value)) {
    const [from, to] = value;
    if (from === null || from === undefined) return { field, op: 'lte', value: to };
    if (to === null || to === undefined) return { field, op: 'gte', value: from };
  }
  if (op === 'empty' || op === 'filled' || value === undefined) return { field, op };
  return { field, op, value };
}

function writeItem(item: Item): Node | null {
  if (isGroup(item)) return writeGroup(item);
  if (!complete(item)) return null;
  return item.not ? { not: tidy(item) } : tidy(item);
}

function writeGroup(group: Group): Node | null {
  const nodes = group.items.map(writeItem).filter((n) => n !== null);
  if (nodes.length < 2) return nodes[0] ?? null;
  return group.any ? { or: nodes } : { and: nodes };
}

/** The tree as the server takes it, without what is not said yet; empty for none. */
export function writeTree(group: Group): string {
  const node = writeGroup(group);
  return node ? JSON.stringify(node) : '';
}

/** The two ends of a range, of an operator that was tidied away too. */
export function asRange(c: Pick<Condition, 'op' | 'value'>): [unknown, unknown] {
  if (c.op === 'gte') return [c.value ?? null, null];
  if (c.op === 'lte') return [null, c.value ?? null];
  return Array.isArray(c.value) ? [c.value[0] ?? null, c.value[1] ?? null] : [null, null];
}

/** The conditions on a linked card, task or event that stand in the value of one; null when they are not a plain list. */
export function asked(value: unknown): Condition[] | null {
  if (value === null || value === undefined) return [];
  const group = readTree(JSON.stringify(value));
  if (!group || (group.any && group.items.length > 1) || group.items.some(isGroup)) return null;
  return group.items as Condition[];
}

/** The value with another condition on a field in it, or without one. */
export function ask(value: unknown, field: string, next: Omit<Condition, 'field'> | null): unknown {
  const others = (asked(value) ?? []).filter((c) => c.field !== field);
  const json = writeTree({ any: false, items: next ? [...others, { field, ...next }] : others });
  return json === '' ? undefined : JSON.parse(json);
}

/** The filter with the item at a place replaced, or taken out. */
export function put(group: Group, at: number, next: Item | null): Group {
  const items = next ? group.items.map((item, i) => (i === at ? next : item)) : group.items.filter((_, i) => i !== at);
  return { ...group, items };
}
