import { expect, it } from 'vitest';
import { parseNumber } from './parseNumber';

it.each([
  ['1 250,5', 1250.5],
  ['1,250.5', 1250.5],
  ['1.250,5', 1250.5],
  ['1\u202f250\u00a0000', 1250000],
  ['15к', 15000],
  ['1,1k', 1100],
  ['2 млн', 2000000],
  ['2м', 2000000],
  ['−3', -3],
  ['100 ₽', 100],
  ['abc', null],
  ['', null],
])('%s', (typed, value) => {
  expect(parseNumber(typed)).toBe(value);
});
