import { expect, it } from 'vitest';
import type { Field } from '@/lib/bootstrap';
import { lines, wholeOrder } from './model';

const field = (id: number) => ({ id }) as Field;

it('fills only the places of the group anew', () => {
  const fields = [field(1), field(2), field(3), field(4)];
  expect(wholeOrder(fields, [4, 2])).toEqual([1, 4, 3, 2]);
});

it('reads lines without blanks and doubles', () => {
  expect(lines(' a \n\nb\na')).toEqual(['a', 'b']);
});
