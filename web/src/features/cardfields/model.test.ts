import { expect, it } from 'vitest';
import type { Field } from '@/lib/bootstrap';
import { lines, named, wholeOrder } from './model';

const field = (id: number) => ({ id }) as Field;

it('fills only the places of the group anew', () => {
  const fields = [field(1), field(2), field(3), field(4)];
  expect(wholeOrder(fields, [4, 2])).toEqual([1, 4, 3, 2]);
});

it('reads lines without blanks and doubles', () => {
  expect(lines(' a \n\nb\na')).toEqual(['a', 'b']);
});

it('finds fields by a part of their name', () => {
  const fields = [{ name: 'Дата замера' }, { name: 'Площадь' }];
  expect(named(fields, ' ЗАМЕР ')).toEqual([{ name: 'Дата замера' }]);
  expect(named(fields, '')).toBe(fields);
});
