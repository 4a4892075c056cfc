import { describe, expect, it } from 'vitest';
import { layoutOf, specsOf, withOrder, withPin, withWidth } from './layout';

const names = (specs: readonly { name: string }[]) => specs.map((c) => c.name).join(' ');
const four = specsOf(['name', 'price', 'tags', 'id']);

describe('columns', () => {
  it('reads what was kept, by name or set up', () => {
    expect(specsOf(['name', 'price'], ['name', { name: 'price', width: 90, is_pinned: true }])).toEqual([
      { name: 'name' },
      { name: 'price', width: 90, is_pinned: true },
    ]);
  });
  it('pins behind the pinned and lets go before the rest', () => {
    const pinned = withPin(withPin(four, 3, true), 3, true);
    expect(names(pinned)).toBe('name id tags price');
    expect(pinned.map((c) => !!c.is_pinned)).toEqual([false, true, true, false]);
    expect(names(withPin(pinned, 1, false))).toBe('name tags id price');
  });
  it('moves, and the name stays first', () => {
    expect(names(withOrder(four, 3, 1))).toBe('name id price tags');
    expect(names(withOrder(four, 1, 0))).toBe('name price tags id');
    expect(names(withOrder(four, 0, 2))).toBe('name price tags id');
    expect(names(withOrder(four, 1, 99))).toBe('name tags id price');
  });
  it('keeps widths within what can be read', () => {
    expect(withWidth(four, 1, 3)[1]?.width).toBe(60);
    expect(withWidth(four, 1, 9999)[1]?.width).toBe(800);
  });
  it('lays out', () => {
    const layout = layoutOf(withPin(four, 1, true));
    expect(layout.lefts).toEqual(['0px', 'calc(var(--w0))', undefined, undefined]);
    expect(layout.vars['--w1']).toBe('130px');
  });
});
