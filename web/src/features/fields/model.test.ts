import { expect, it } from 'vitest';
import type { Field } from '@/lib/bootstrap';
import { addressText, dialled, filled, reaches, requiredIn, sameValues, webAddress } from './model';

it.each<[readonly unknown[], unknown[]]>([
  [['', '  ', null, false], []],
  [['Анна'], ['Анна']],
  [[true], [true]],
  [
    [0, 12],
    [0, 12],
  ],
  [
    [
      { value: '', kind: 'work' },
      { value: '+7', kind: 'work' },
    ],
    [{ kind: 'work', value: '+7' }],
  ],
  [[{ city: 'Москва', zip: '' }], [{ city: 'Москва' }]],
  [[{ city: ' ' }], []],
])('keeps of %j what says something', (given, kept) => {
  expect(filled(given)).toEqual(kept);
});

it('compares values whatever the order of their parts and empty rows', () => {
  expect(
    sameValues(
      [{ value: '+7', kind: 'work' }],
      [
        { kind: 'work', value: '+7' },
        { kind: 'home', value: '' },
      ],
    ),
  ).toBe(true);
  expect(sameValues(['a'], ['b'])).toBe(false);
  expect(sameValues([], [''])).toBe(true);
});

it('reads reaches of any shape and drops what is none', () => {
  expect(reaches(['+7', { value: 'a@b.c', kind: 'private' }, 5, null])).toEqual([
    { value: '+7', kind: '' },
    { value: 'a@b.c', kind: 'private' },
  ]);
});

it('writes an address in its order', () => {
  expect(addressText([{ country: 'Россия', city: 'Москва', line1: 'Тверская, 1' }])).toBe(
    'Тверская, 1, Москва, Россия',
  );
  expect(addressText([])).toBe('');
});

it.each([
  ['voronka.ru', 'https://voronka.ru/'],
  ['http://a.b/c?d', 'http://a.b/c?d'],
  ['javascript:alert(1)', ''],
  ['', ''],
])('makes of %s the address %s', (typed, href) => {
  expect(webAddress(typed)).toBe(href);
});

it('dials digits alone', () => {
  expect(dialled('+7 (912) 345-67-89 ext. 12')).toBe('tel:+79123456789');
});

it('asks for a field from its stage on, and not when a deal is lost', () => {
  const field = { settings: {}, requirements: [{ pipeline_id: 1, status_id: 11 }] } as unknown as Field;
  const stages = [
    { id: 10, pipeline_id: 1, kind: 'open' },
    { id: 11, pipeline_id: 1, kind: 'open' },
    { id: 12, pipeline_id: 1, kind: 'won' },
    { id: 13, pipeline_id: 1, kind: 'lost' },
  ];
  expect([10, 11, 12, 13].map((id) => requiredIn(field, stages, id))).toEqual([false, true, true, false]);
  // What a pipeline does not show it does not ask for.
  const hidden = { ...field, settings: { pipeline_ids: [99] } } as typeof field;
  expect([10, 11, 12, 13].map((id) => requiredIn(hidden, stages, id))).toEqual([false, false, false, false]);
});
