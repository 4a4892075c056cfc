import { describe, expect, it } from 'vitest';
import type { Preview } from './api';
import { carriedKinds, choose, fieldOf, inOrder, keep } from './model';

const order = { kind: 'contact' as const, into: 1, from: [2, 3], choose: { name: 2 } };
const side = (id: number, carried: Record<string, number> = {}) => ({
  id,
  name: String(id),
  version: 1,
  created_at: 0,
  updated_at: 0,
  carried,
});
const preview = {
  sides: [side(2, { note: 1 }), side(1), side(3, { deals: 2 })],
  lines: [],
  tags: [],
  names: [],
} as Preview;

describe('a merge', () => {
  it('keeps what was chosen when another card stays', () => {
    expect(keep(order, 3)).toEqual({ ...order, into: 3, from: [1, 2] });
  });
  it('takes one value at a time', () => {
    expect(choose(order, 'fields.7', 0).choose).toEqual({ name: 2, 'fields.7': 0 });
  });
  it('shows the cards where they stood', () => {
    expect(inOrder(preview, [1, 2, 3], (at) => at)).toEqual([1, 0, 2]);
  });
  it('knows what a line is about', () => {
    expect([fieldOf({ key: 'fields.12' }), fieldOf({ key: 'price' })]).toEqual([12, 0]);
  });
  it('names only what hangs on some card', () => {
    expect(carriedKinds(preview)).toEqual(['note', 'deals']);
  });
});
