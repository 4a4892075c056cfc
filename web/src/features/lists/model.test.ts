import { expect, it } from 'vitest';
import { nextSort, type Row, refreshRows, shownColumns, sortable } from './model';

it('turns the order round', () => {
  expect(nextSort('-created_at', 'name')).toBe('name');
  expect(nextSort('name', 'name')).toBe('-name');
  expect(nextSort('name', 'created_at')).toBe('-created_at');
});

it('keeps the name first and forgets columns that are gone', () => {
  expect(shownColumns(['price', 'cf.9', 'name', 'price'], ['name', 'price'], [])).toEqual(['name', 'price']);
  expect(shownColumns(undefined, ['name', 'price', 'tags'], ['name', 'tags'])).toEqual(['name', 'tags']);
});

it('knows what the server sorts by', () => {
  expect([sortable('cf.4'), sortable('tags'), sortable('price')]).toEqual([true, false, true]);
});

it('takes in changed rows where they stand, and lets go of those that left', () => {
  const row = (id: number, name: string) => ({ id, name }) as Row;
  const data = {
    pages: [
      { items: [row(1, 'a'), row(2, 'b')], next: 'x' },
      { items: [row(3, 'c')], next: '' },
    ],
    pageParams: ['', 'x'],
  };
  const next = refreshRows(data, [2, 3], [row(3, 'C'), row(9, 'new')]);
  expect(next.pages.map((p) => p.items.map((r) => r.name))).toEqual([['a'], ['C']]);
  expect(next.pages[0]?.next).toBe('x');
});
