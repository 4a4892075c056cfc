import { expect, it } from 'vitest';
import { readFilter, soundFilter, writeFilter } from './model';

it('keeps a filter over the address', () => {
  const filter = {
    query: 'Иван',
    conditions: [
      { field: 'status', op: 'in', value: [1, 2] },
      { field: 'tags', op: 'empty' },
    ],
  };
  expect(readFilter(writeFilter(filter))).toEqual(filter);
});

it('leaves out what is not said yet', () => {
  expect(writeFilter({ query: ' ', conditions: [{ field: 'status', op: 'in', value: [] }] })).toBe('');
});

it('makes a range with an open end a bound', () => {
  expect(writeFilter({ query: '', conditions: [{ field: 'price', op: 'between', value: [100, null] }] })).toBe(
    '{"field":"price","op":"gte","value":100}',
  );
});

it('hands back what it cannot edit', () => {
  expect(readFilter('{"or":[{"field":"price","op":"gt","value":1}]}')).toBeNull();
  expect(readFilter('rubbish')).toEqual({ query: '', conditions: [] });
});

it('takes only a tree for a filter', () => {
  const tree = '{"or":[{"field":"price","op":"gt","value":1}]}';
  expect(soundFilter(tree)).toBe(tree);
  for (const rubbish of ['', 'rubbish', '5', 'null', '[1]', '{"field":']) expect(soundFilter(rubbish)).toBe('');
});
