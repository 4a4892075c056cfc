import type { CardKind } from '@/lib/bootstrap';

/** One condition of a filter; all of them must hold. */
export interface Condition {
  /** A standard field, or `cf.12` for a custom one. */
  field: string;
  op: string;
  value?: unknown;
}

/** A filter people can edit: words to search for and a list of conditions. */
export interface Filter {
  query: string;
  conditions: Condition[];
}

export const NOTHING: Filter = { query: '', conditions: [] };

interface Node extends Partial<Condition> {
  and?: Node[];
  or?: Node[];
  not?: Node;
}

const isLeaf = (n: Node): n is Condition => typeof n.field === 'string' && typeof n.op === 'string';

/** The filter of an address, or none when a person's editing or a cut link has left no tree in it. */
export function soundFilter(json: string): string {
  try {
    const node = JSON.parse(json) as unknown;
    return typeof node === 'object' && node !== null && !Array.isArray(node) ? json : '';
  } catch {
    return '';
  }
}

/** Reads a filter out of the address. One that was made elsewhere and holds "or" or "not" cannot be edited here: null. */
export function readFilter(json: string): Filter | null {
  const sound = soundFilter(json);
  if (sound === '') return NOTHING;
  const node = JSON.parse(sound) as Node;
  const leaves = isLeaf(node) ? [node] : (node.and ?? null);
  if (!leaves?.every(isLeaf)) return null;
  const out: Filter = { query: '', conditions: [] };
  for (const leaf of leaves as Condition[]) {
    if (leaf.field === 'query' && out.query === '') out.query = String(leaf.value ?? '');
    else out.conditions.push(leaf);
  }
  return out;
}

/** Whether a condition says enough to be asked. */
export function complete(c: Condition): boolean {
  if (c.op === 'empty' || c.op === 'filled') return true;
  if (c.value === null || c.value === undefined || c.value === '') return false;
  return !Array.isArray(c.value) || (c.op === 'between' ? c.value.some((v) => v !== null) : c.value.length > 0);
}

/** A range with one open end is "from" or "to". */
function tidy(c: Condition): Condition {
  if (c.op === 'between' && Array.isArray(c.value)) {
    const [from, to] = c.value;
    if (from === null || from === undefined) return { ...c, op: 'lte', value: to };
    if (to === null || to === undefined) return { ...c, op: 'gte', value: from };
  }
  return c.op === 'empty' || c.op === 'filled' ? { field: c.field, op: c.op } : c;
}

/** The filter as the address and the server take it; empty for none. */
export function writeFilter(filter: Filter): string {
  const nodes: Condition[] = filter.conditions.filter(complete).map(tidy);
  const query = filter.query.trim();
  if (query) nodes.push({ field: 'query', op: 'contains', value: query });
  if (nodes.length === 0) return '';
  return JSON.stringify(nodes.length === 1 ? nodes[0] : { and: nodes });
}

/** How a standard field is asked for. */
export type Shape = 'people' | 'status' | 'tags' | 'money' | 'days' | 'task' | 'flag' | 'name' | 'reason';

export const STANDARD: Record<CardKind, readonly { field: string; shape: Shape }[]> = {
  deal: [
    { field: 'status', shape: 'status' },
    { field: 'responsible', shape: 'people' },
    { field: 'next_task', shape: 'task' },
    { field: 'tags', shape: 'tags' },
    { field: 'price', shape: 'money' },
    { field: 'created_at', shape: 'days' },
    { field: 'closed_at', shape: 'days' },
    { field: 'updated_at', shape: 'days' },
    { field: 'loss_reason', shape: 'reason' },
    { field: 'name', shape: 'name' },
  ],
  contact: [
    { field: 'responsible', shape: 'people' },
    { field: 'next_task', shape: 'task' },
    { field: 'tags', shape: 'tags' },
    { field: 'created_at', shape: 'days' },
    { field: 'updated_at', shape: 'days' },
    { field: 'name', shape: 'name' },
  ],
  company: [
    { field: 'responsible', shape: 'people' },
    { field: 'next_task', shape: 'task' },
    { field: 'tags', shape: 'tags' },
    { field: 'created_at', shape: 'days' },
    { field: 'updated_at', shape: 'days' },
    { field: 'name', shape: 'name' },
  ],
};

/** The operators of a standard field, the usual one first. */
export const SHAPE_OPS: Record<Shape, readonly string[]> = {
  people: ['in', 'nin'],
  status: ['in', 'nin'],
  tags: ['in', 'nin', 'empty', 'filled'],
  reason: ['in', 'nin', 'empty', 'filled'],
  money: ['between'],
  days: ['between'],
  task: ['eq'],
  flag: ['eq'],
  name: ['contains', 'starts', 'eq'],
};

export const TASK_WORDS = ['none', 'overdue', 'today', 'later'] as const;

/** The part of a range an operator that was tidied away belongs to. */
export function asRange(c: Condition): [unknown, unknown] {
  if (c.op === 'gte') return [c.value ?? null, null];
  if (c.op === 'lte') return [null, c.value ?? null];
  return Array.isArray(c.value) ? [c.value[0] ?? null, c.value[1] ?? null] : [null, null];
}
