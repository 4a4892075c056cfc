import { describe, expect, it } from 'vitest';
import { countText, filterText } from './model';

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
});
