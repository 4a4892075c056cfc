import { describe, expect, it } from 'vitest';
import { type Bulk, isBusy, progressOf, target } from './model';

const counts = { total: 10, more: false, handled: 4, done: 3, refused: 1, unchanged: 0, undone: 1, kept: 1 };
const bulk = (state: Bulk['state']) => ({ state, counts }) as Bulk;

describe('bulk', () => {
  it('names rows one by one, or the filter that finds them', () => {
    expect(target('deal', { ids: new Set([3, 1]), all: false }, '{"a":1}')).toEqual({ kind: 'deal', ids: [3, 1] });
    expect(target('deal', { ids: new Set([3]), all: true }, '{"field":"x"}')).toEqual({
      kind: 'deal',
      filter: { field: 'x' },
    });
    expect(target('contact', { ids: new Set(), all: true }, '')).toEqual({ kind: 'contact', filter: {} });
  });
  it('tells how far it is', () => {
    expect(progressOf(bulk('running'))).toEqual({ n: 4, of: 10 });
    expect(progressOf(bulk('undoing'))).toEqual({ n: 2, of: 3 });
    expect(['running', 'undoing', 'done'].map((s) => isBusy(bulk(s as Bulk['state'])))).toEqual([true, true, false]);
  });
});
