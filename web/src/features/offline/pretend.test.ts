import { describe, expect, it } from 'vitest';
import type { Write } from './model';
import { answerOf, withWaiting } from './pretend';

const write = (more: Partial<Write>): Write => ({
  id: 1,
  who: '1.2',
  key: 'k',
  method: 'POST',
  path: '',
  body: '{}',
  at: 1_700_000_000_000,
  kind: 'note',
  card: 'deal-5',
  name: 'Deal',
  temp: -1,
  state: 'waiting',
  failed: 0,
  ...more,
});
const deal = {
  id: 5,
  name: 'Was',
  price: 1,
  status_id: 10,
  fields: { 7: ['a'], 8: ['b'] },
  tags: [{ id: 1, name: 'x' }],
};
const fields = write({
  kind: 'fields',
  body: JSON.stringify({ name: 'Now', fields: { 7: [], 9: ['c'] }, tags: ['x', 'y'], version: 4, base: {} }),
});
const move = write({ kind: 'move', body: '{"status_id":20,"price":9}' });

describe('withWaiting', () => {
  it('shows a card as it will be', () => {
    expect(withWaiting('/api/v1/deals/5', deal, [fields, move])).toMatchObject({
      name: 'Now',
      price: 9,
      status_id: 20,
      fields: { 8: ['b'], 9: ['c'] },
      tags: [{ id: 1, name: 'x' }, { name: 'y' }],
    });
    expect(withWaiting('/api/v1/deals/5', deal, [fields]).fields).toEqual({ 8: ['b'], 9: ['c'] });
    expect(withWaiting('/api/v1/deals/6', { ...deal, id: 6 }, [fields, move])).toEqual({ ...deal, id: 6 });
  });
  it('puts a note at the end of the history, after those before it', () => {
    const writes = [write({ body: '{"text":"one"}' }), write({ id: 2, temp: -2, body: '{"text":"two"}' })];
    const { items } = withWaiting('/api/v1/deals/5/feed?limit=60', { items: [{ id: 3 }], pinned: [] }, writes) as {
      items: { id: number; note?: { text: string } }[];
    };
    const inOrder = [...items].sort((a, b) => a.id - b.id).map((item) => item.note?.text);
    expect(new Set(items.map((item) => item.id)).size).toBe(3);
    expect(inOrder).toEqual([undefined, 'one', 'two']);
  });
  it('adds a task to its card and takes a done one off every list', () => {
    const made = write({ kind: 'task', body: '{"text":"Call","due_at":5}' });
    const done = write({ kind: 'done', path: '/api/v1/tasks/8/complete' });
    const list = { items: [{ id: 8 }, { id: 9 }] };
    const of = (path: string, w: Write) => (withWaiting(path, list, [w]).items as { id: number }[]).map((t) => t.id);
    expect(of('/api/v1/tasks?kind=deal&entity_id=5&open=true', made)).toEqual([8, 9, -1]);
    expect(of('/api/v1/tasks?kind=deal&entity_id=6&open=true', made)).toEqual([8, 9]);
    expect(of('/api/v1/tasks?bucket=today', done)).toEqual([9]);
  });
  it('moves a card over the board with its sum', () => {
    const board = {
      columns: [
        { status_id: 10, count: 2, sum: 3, items: [deal, { ...deal, id: 6, price: 2 }] },
        { status_id: 20, count: 0, sum: 0, items: [] },
      ],
    };
    const after = withWaiting('/api/v1/deals/board?pipeline_id=1', board, [move]) as typeof board;
    expect(after.columns.map((c) => [c.count, c.sum, c.items.map((i) => i.id)])).toEqual([
      [1, 2, [6]],
      [1, 9, [5]],
    ]);
  });
});

describe('answerOf', () => {
  it('answers with the shape of the server', () => {
    expect(answerOf(write({ body: '{"text":"a"}' }), null)).toMatchObject({ id: -1, text: 'a', created_by: 2 });
    expect(answerOf(write({ kind: 'task', body: '{"text":"b"}' }), null)).toMatchObject({
      id: -1,
      text: 'b',
      entity: { kind: 'deal', id: 5, name: 'Deal' },
      checklist: [],
    });
    expect(
      answerOf(write({ kind: 'done', path: '/api/v1/tasks/8/complete', body: '{"result":"ok"}' }), null),
    ).toMatchObject({ id: 8, is_completed: true, result: 'ok' });
    expect(answerOf(fields, deal)).toMatchObject({ name: 'Now' });
  });
});
