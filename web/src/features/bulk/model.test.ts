import { describe, expect, it } from 'vitest';
import { type Bulk, isBusy, mergeable, progressOf, selectionFilter, target } from './model';

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
  it('says what can be merged and put into a file', () => {
    const some = (n: number, all = false) => ({ ids: new Set(Array.from({ length: n }, (_, i) => i + 1)), all });
    expect([1, 2, 5, 6].map((n) => mergeable(some(n)))).toEqual([false, true, true, false]);
    expect(mergeable(some(2, true))).toBe(false);
    expect(selectionFilter(some(2), '{"a":1}')).toBe('{"field":"id","op":"in","value":[1,2]}');
    expect(selectionFilter(some(2, true), '{"a":1}')).toBe('{"a":1}');
    expect(selectionFilter(some(1001), '')).toBeNull();
  });
  it('tells how far it is', () => {
    expect(progressOf(bulk('running'))).toEqual({ n: 4, of: 10 });
    expect(progressOf(bulk('undoing'))).toEqual({ n: 2, of: 3 });
    expect(['running', 'undoing', 'done'].map((s) => isBusy(bulk(s as Bulk['state'])))).toEqual([true, true, false]);
  });
});
