import { describe, expect, it } from 'vitest';
import {
  appendCards,
  type Board,
  type BoardCard,
  circleOf,
  dropCards,
  giveCards,
  moveCards,
  neighbour,
  refreshCards,
} from './board';

const card = (id: number, status = 1, over: Partial<BoardCard> = {}): BoardCard => ({
  id,
  name: `Deal ${id}`,
  price: 100,
  status_id: status,
  responsible_id: 1,
  tags: [],
  next_task_at: null,
  status_changed_at: 0,
  created_at: id,
  updated_at: id,
  version: 1,
  can: { edit: true, delete: true },
  ...over,
});

const board = (next = ''): Board => ({
  pipeline_id: 1,
  count: 3,
  sum: 300,
  stale: 0,
  columns: [
    { status_id: 1, count: 2, sum: 200, stale: 0, items: [card(3), card(2)], next },
    { status_id: 2, count: 1, sum: 100, stale: 0, items: [card(1, 2)], next: '' },
  ],
});

describe('circleOf', () => {
  it('tells the four states apart', () => {
    const now = Date.now() / 1000;
    expect(circleOf(null)).toBe('orange');
    expect(circleOf(now - 60)).toBe('red');
    expect(circleOf(now + 3 * 86_400)).toBe('none');
  });
});

describe('moveCards', () => {
  it('takes counts and sums along and puts the card on top', () => {
    const moved = moveCards(board(), [2], 2, '-updated_at');
    expect(moved.columns.map((c) => [c.count, c.sum, c.items.map((x) => x.id)])).toEqual([
      [1, 100, [3]],
      [2, 200, [2, 1]],
    ]);
    expect([moved.count, moved.sum]).toEqual([3, 300]);
  });
  it('takes a closed deal off the board', () => {
    const moved = moveCards(board(), [2, 3], 142, '-updated_at');
    expect([moved.count, moved.sum, moved.columns[0]?.items.length]).toEqual([1, 100, 0]);
  });
  it('leaves a card in its own stage alone', () => {
    expect(moveCards(board(), [2], 1, 'name').columns).toEqual(board().columns);
  });
});

describe('refreshCards', () => {
  it('moves, changes and removes what the server says', () => {
    const now = refreshCards(
      board(),
      [1, 2, 3],
      [card(1, 1, { updated_at: 9 }), card(3, 1, { name: 'New' })],
      '-updated_at',
    );
    expect(now.columns[0]?.items.map((c) => [c.id, c.name])).toEqual([
      [1, 'Deal 1'],
      [3, 'New'],
    ]);
    expect(now.columns[1]?.items).toEqual([]);
  });
  it('does not put a card behind the loaded part', () => {
    const now = refreshCards(board('more'), [9], [card(9, 1, { updated_at: 0 })], '-updated_at');
    expect(now.columns[0]?.items.map((c) => c.id)).toEqual([3, 2]);
  });
});

it('takes deleted cards off with their counts and sums', () => {
  const left = dropCards(board(), [2, 1, 77]);
  expect(left.columns.map((c) => [c.count, c.sum, c.items.map((x) => x.id)])).toEqual([
    [1, 100, [3]],
    [0, 0, []],
  ]);
  expect([left.count, left.sum]).toEqual([1, 100]);
});

it('gives each card to its person and leaves the others', () => {
  const given = giveCards(
    board(),
    new Map([
      [2, 7],
      [1, 8],
    ]),
  );
  expect(given.columns.flatMap((c) => c.items.map((x) => [x.id, x.responsible_id]))).toEqual([
    [3, 1],
    [2, 7],
    [1, 8],
  ]);
});

it('appends without doubles', () => {
  expect(appendCards(board('x'), 1, [card(2), card(7)], '').columns[0]?.items.map((c) => c.id)).toEqual([3, 2, 7]);
});

it('walks the board', () => {
  expect(neighbour(board(), null, 0, 1)?.id).toBe(3);
  expect(neighbour(board(), 3, 0, 1)?.id).toBe(2);
  expect(neighbour(board(), 2, 1, 0)?.id).toBe(1);
  expect(neighbour(board(), 1, 1, 0)).toBeNull();
});
