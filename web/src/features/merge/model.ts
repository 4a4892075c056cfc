import type { Line, Order, Preview } from './api';

export const PATH = { deal: '/deals', contact: '/contacts', company: '/companies' } as const;

/** At most so many cards become one. */
export const MOST = 5;

/** The order with another card that stays; what was chosen stays chosen. */
export function keep(order: Order, into: number): Order {
  const all = [order.into, ...order.from];
  return { ...order, into, from: all.filter((id) => id !== into) };
}

/** The order with the value of a property taken from a card; 0: those of all. */
export function choose(order: Order, key: string, from: number): Order {
  return { ...order, choose: { ...order.choose, [key]: from } };
}

/** The sides in the order they were given, however the one that stays changes. */
export function inOrder<T>(preview: Preview, ids: readonly number[], of: (at: number) => T): T[] {
  return ids
    .map((id) => preview.sides.findIndex((s) => s.id === id))
    .filter((at) => at >= 0)
    .map(of);
}

/** The number of the field a line is about; 0 for what every card has. */
export function fieldOf(line: Pick<Line, 'key'>): number {
  return line.key.startsWith('fields.') ? Number(line.key.slice('fields.'.length)) : 0;
}

/** What hangs on the cards, in the order people see it, without what none of them has. */
export function carriedKinds(preview: Preview): string[] {
  const known = ['note', 'task', 'file', 'deals', 'contacts', 'tag'];
  return known.filter((what) => preview.sides.some((s) => (s.carried[what] ?? 0) > 0));
}
