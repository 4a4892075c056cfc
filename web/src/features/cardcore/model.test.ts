import { expect, it } from 'vitest';
import { applyPatch, baseOf, type Card, daysInStage, orderPeople, panelWidth, partOf, readCardParam } from './model';

const card = {
  id: 12,
  name: 'Deal',
  price: 100,
  responsible_id: 1,
  company: { id: 5, name: 'Acme' },
  fields: { '3': ['a'], '4': [7] },
  tags: [{ id: 1, name: 'vip', hue: 3 }],
} as unknown as Card;

it.each([
  ['deal-12', { kind: 'deal', id: 12 }],
  ['company-7', { kind: 'company', id: 7 }],
  ['deal-0', null],
  ['deal-1e9', null],
  ['task-4', null],
  [undefined, null],
])('reads %s of an address', (raw, want) => {
  expect(readCardParam(raw)).toEqual(want);
});

it('remembers of the card only what a patch changes', () => {
  expect(baseOf(card, { price: 5, fields: { '3': ['b'], '9': ['c'] } })).toEqual({
    price: 100,
    fields: { '3': ['a'], '9': [] },
  });
  expect(baseOf({ ...card, company: null }, { company_id: 8 })).toEqual({ company_id: 0 });
});

it('shows a patch at once and leaves the card it came from alone', () => {
  const next = applyPatch(
    card,
    { name: 'New', company_id: 0, fields: { '3': [], '9': ['c'] }, tags: ['vip', 'new'] },
    { tags: [{ id: 2, name: 'new', hue: 5 }] },
  );
  expect(next).toMatchObject({ name: 'New', company: null, fields: { '4': [7], '9': ['c'] } });
  expect(next.fields).not.toHaveProperty('3');
  expect(next.tags.map((t) => t.hue)).toEqual([3, 5]);
  expect(card.fields).toHaveProperty('3');
});

it('takes out of a patch what a conflict names', () => {
  const patch = { name: 'x', price: 3, fields: { '3': ['b'], '4': [1] } };
  expect(partOf(patch, ['fields.4', 'price', 'status_id'])).toEqual({ price: 3, fields: { '4': [1] } });
});

it('counts whole days, never below none', () => {
  expect(daysInStage(0, 86_400 * 2.9)).toBe(2);
  expect(daysInStage(100, 50)).toBe(0);
});

it('puts the main contact first', () => {
  const people = [1, 2, 3].map((id) => ({ id, is_main: id === 2, name: '', phone: '', email: '' }));
  expect(orderPeople(people).map((p) => p.id)).toEqual([2, 1, 3]);
});

it('keeps the panel within bounds', () => {
  expect([100, 360.4, 900].map(panelWidth)).toEqual([300, 360, 560]);
});
