import { expect, it } from 'vitest';
import { nextSort, shownColumns, sortable } from './model';

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
