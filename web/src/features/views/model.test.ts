import { describe, expect, it } from 'vitest';
import type { Shelf } from './api';
import { countText, differs, filterText, firstView, reordered } from './model';

describe('views', () => {
  it('writes a filter for the address', () => {
    expect(filterText({})).toBe('');
    expect(filterText(undefined)).toBe('');
    expect(filterText({ field: 'price', op: 'eq', value: 1 })).toBe('{"field":"price","op":"eq","value":1}');
  });
  it('tells a bounded count', () => {
    expect(countText(null, false)).toBe('');
    expect(countText(0, false)).toBe('0');
    expect(countText(10000, true)).toMatch(/^10.000\+$/u);
  });
  it('begins with what was chosen', () => {
    const shelf = (name: string) =>
      ({
        system: [{ name: 'won', filter: { field: 'status', op: 'eq', value: 1 } }],
        items: [{ id: 7, filter: {}, sort: '-price', columns: [{ name: 'price' }], layout: 'list' }],
        default: name,
      }) as unknown as Shelf;
    expect(firstView(shelf(''))).toBeUndefined();
    expect(firstView(shelf('8'))).toBeUndefined();
    expect(firstView(shelf('won'))?.filter).toContain('status');
    expect(firstView(shelf('7'))).toEqual({ filter: '', sort: '-price', columns: [{ name: 'price' }], layout: 'list' });
  });
  it('knows what is no longer as it was kept', () => {
    const view = {
      filter: { field: 'price', op: 'gt', value: 1 },
      sort: '',
      columns: [{ name: 'name' }, { name: 'price', width: 90 }],
      layout: '',
    } as never;
    const shown = {
      filter: '{"op":"gt","value":1,"field":"price"}',
      sort: 'name',
      columns: [{ name: 'name' }, { name: 'price', width: 90 }],
      layout: 'list' as const,
    };
    expect(differs(shown, view)).toBe(false);
    expect(differs({ ...shown, filter: '' }, view)).toBe(true);
    expect(differs({ ...shown, columns: [{ name: 'name' }, { name: 'price', width: 91 }] }, view)).toBe(true);
  });
  it('moves a view among those of its part', () => {
    const all = [1, 2, 3, 4, 5].map((id) => ({ id, can_edit: id !== 3 }));
    expect(
      reordered(
        all,
        [all[0], all[3], all[4]].map((v) => ({ id: v?.id ?? 0 })),
        2,
        0,
      ),
    ).toEqual([5, 2, 1, 4]);
  });
});
