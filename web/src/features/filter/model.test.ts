import { expect, it } from 'vitest';
import { joinFilter, soundFilter, splitFilter } from './model';

const price = '{"field":"price","op":"gt","value":1}';
const words = '{"field":"query","op":"contains","value":"Иван"}';

it('takes only a tree for a filter', () => {
  const tree = `{"or":[${price}]}`;
  expect(soundFilter(tree)).toBe(tree);
  for (const rubbish of ['', 'rubbish', '5', 'null', '[1]', '{"field":']) expect(soundFilter(rubbish)).toBe('');
});

it.each([
  ['', '', ''],
  ['{}', '', ''],
  [words, 'Иван', ''],
  [price, '', price],
  [`{"and":[${price},${words}]}`, 'Иван', price],
  [`{"and":[${price},${price},${words}]}`, 'Иван', `{"and":[${price},${price}]}`],
  [`{"and":[{"or":[${price},${price}]},${words}]}`, 'Иван', `{"or":[${price},${price}]}`],
])('keeps words apart from conditions: %s', (json, query, rest) => {
  expect(splitFilter(json)).toEqual({ query, rest });
  expect(splitFilter(joinFilter(query, rest))).toEqual({ query, rest });
});
