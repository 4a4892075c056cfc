import { describe, expect, it } from 'vitest';
import type { Shelf } from './api';
import { countText, filterText, firstView } from './model';

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
    expect(firstView(shelf('7'))).toEqual({ filter: '', sort: '-price', columns: ['price'], layout: 'list' });
  });
});
