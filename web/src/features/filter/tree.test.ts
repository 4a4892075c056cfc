import { expect, it } from 'vitest';
import { ask, asked, type Group, readTree, writeTree } from './tree';

const big = { field: 'price', op: 'gte', value: 100_000_00 };
const city = { field: 'contact.cf.7', op: 'eq', value: 'Казань' };
const idle = { field: 'next_task', op: 'eq', value: 'none' };
const week = { field: 'event', op: 'has', value: { field: 'at', op: 'between', value: ['today-6', 'today'] } };

it.each<[string, Group]>([
  ['nothing', { any: false, items: [] }],
  ['one', { any: false, items: [big] }],
  ['all', { any: false, items: [big, city] }],
  ['any', { any: true, items: [big, city] }],
  [
    'two sides',
    {
      any: true,
      items: [
        { any: false, items: [big, city] },
        { any: false, items: [idle, week] },
      ],
    },
  ],
  ['two levels', { any: false, items: [big, { any: true, items: [city, { any: false, items: [idle, week] }] }] }],
  ['the opposite', { any: false, items: [{ field: 'name', op: 'contains', value: 'x', not: true }, big] }],
])('keeps a tree over the address: %s', (_, group) => {
  expect(readTree(writeTree(group))).toEqual(group);
});

it('leaves out what is not said yet', () => {
  const unsaid = { field: 'status', op: 'in', value: [] };
  expect(writeTree({ any: true, items: [unsaid, { any: false, items: [] }] })).toBe('');
  expect(writeTree({ any: true, items: [unsaid, { any: false, items: [big] }] })).toBe(JSON.stringify(big));
});

it('makes a range with an open end a bound', () => {
  const open = (value: unknown) => writeTree({ any: false, items: [{ field: 'price', op: 'between', value }] });
  expect(open([100, null])).toBe('{"field":"price","op":"gte","value":100}');
  expect(open([null, 5])).toBe('{"field":"price","op":"lte","value":5}');
  expect(open([null, null])).toBe('');
});

it('reads not as the operator that says the opposite', () => {
  for (const [op, back] of [
    ['in', 'nin'],
    ['eq', 'ne'],
    ['filled', 'empty'],
    ['has', 'none'],
  ])
    expect(readTree(`{"not":{"field":"x","op":"${op}","value":1}}`)?.items).toEqual([
      { field: 'x', op: back, value: 1 },
    ]);
});

it('leaves what is nested too deep to programs', () => {
  const leaf = JSON.stringify(big);
  const deep = (n: number): string => (n === 0 ? leaf : `{"and":[${leaf},{"or":[${leaf},${deep(n - 1)}]}]}`);
  expect(readTree(deep(1))).not.toBeNull();
  expect(readTree(deep(2))).toBeNull();
  for (const json of [`{"not":{"and":[${leaf}]}}`, '{"and":5}', '{"oops":1}']) expect(readTree(json)).toBeNull();
});

it('asks several things of one task or event', () => {
  let value: unknown;
  value = ask(value, 'kind', { op: 'in', value: ['note_added'] });
  expect(value).toEqual({ field: 'kind', op: 'in', value: ['note_added'] });
  value = ask(value, 'at', { op: 'between', value: ['today', null] });
  expect(asked(value)?.map((a) => a.op)).toEqual(['in', 'gte']);
  value = ask(value, 'kind', null);
  expect(value).toEqual({ field: 'at', op: 'gte', value: 'today' });
  expect(ask(value, 'at', null)).toBeUndefined();
  expect(asked({ or: [big, city] })).toBeNull();
});
