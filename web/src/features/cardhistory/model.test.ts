import { expect, it } from 'vitest';
import type { Card, HistoryOf } from '@/features/cardcore';
import { type Change, isNow, patchTo, valueText, versions } from './model';

const change = (id: number, before: unknown, after: unknown) => ({ id, before, after }) as unknown as Change;
const names = {
  people: [{ id: 7, name: 'Anna' }] as never,
  reasons: [{ id: 3, name: 'Too dear' }],
};
const card = {
  name: 'Now',
  price: 500,
  responsible_id: 7,
  loss_reason_id: 3,
  fields: { 12: ['a', 'b'] },
} as unknown as Card;

it('lists values newest first, and the one before all changes only when all are known', () => {
  const changes = [change(9, { price: 2 }, { price: 3 }), change(5, { price: 1 }, { price: 2 })];
  expect(versions(changes, false).map((v) => v.told.price)).toEqual([3, 2]);
  expect(versions(changes, true).map((v) => v.told.price)).toEqual([3, 2, 1]);
  expect(versions([], true)).toEqual([]);
  expect(versions([change(1, null, 'what?')], true).map((v) => v.told)).toEqual([{}, {}]);
});

const of = (property: HistoryOf['property']): HistoryOf => ({
  label: 'X',
  ...(property ? { property } : { field: 12 }),
});

it.each<{ property: HistoryOf['property']; told: Record<string, unknown>; text: string; patch: unknown; now: boolean }>(
  [
    { property: 'name', told: { name: 'Old' }, text: 'Old', patch: { name: 'Old' }, now: false },
    { property: 'name', told: {}, text: '', patch: null, now: false },
    { property: 'responsible', told: { responsible_id: 7 }, text: 'Anna', patch: { responsible_id: 7 }, now: true },
    { property: 'responsible', told: { responsible_id: 99 }, text: '', patch: { responsible_id: 99 }, now: false },
    { property: 'responsible', told: {}, text: '', patch: null, now: false },
    { property: 'loss_reason', told: { loss_reason_id: 3 }, text: 'Too dear', patch: { loss_reason_id: 3 }, now: true },
    { property: 'loss_reason', told: {}, text: '', patch: { loss_reason_id: 0 }, now: false },
    { property: undefined, told: { values: ['a', 'b'] }, text: '', patch: { fields: { 12: ['a', 'b'] } }, now: true },
    { property: undefined, told: {}, text: '', patch: { fields: { 12: [] } }, now: false },
  ],
)('$property of $told', ({ property, told, text, patch, now }) => {
  expect(valueText(of(property), told, names)).toBe(text);
  expect(patchTo(of(property), told)).toEqual(patch);
  expect(isNow(of(property), told, card)).toBe(now);
});

it('knows a budget, none being nothing', () => {
  expect(patchTo(of('budget'), { price: 500 })).toEqual({ price: 500 });
  expect(patchTo(of('budget'), {})).toEqual({ price: 0 });
  expect(isNow(of('budget'), { price: 500 }, card)).toBe(true);
});
