import { expect, it } from 'vitest';
import { draftOf, freeDay, nextSpan, sameDraft, withRussian } from './model';

it('takes hours apart and knows when nothing changed', () => {
  const hours = { week: [[{ from: '09:00', to: '18:00' }], null, [], [], [], [], []], days: null };
  const draft = draftOf(hours);
  expect(draft.week?.[1]).toEqual([]);
  expect(sameDraft(draft, draftOf(hours))).toBe(true);
  expect(sameDraft(draft, { ...draft, week: null })).toBe(false);
  expect(draftOf(undefined)).toEqual({ week: null, days: [] });
});

it.each([
  [[], { from: '09:00', to: '18:00' }],
  [[{ from: '09:00', to: '13:00' }], { from: '14:00', to: '16:00' }],
  [[{ from: '09:00', to: '21:00' }], { from: '22:00', to: '00:00' }],
  [[{ from: '09:00', to: '23:00' }], null],
  [[{ from: '22:00', to: '06:00' }], null],
])('after %j comes %j', (spans, next) => expect(nextSpan(spans)).toEqual(next));

it('adds the holidays of Russia once', () => {
  const once = withRussian([], 2026);
  expect(once[0]).toEqual({
    date: '2026-01-01',
    until: '2026-01-08',
    yearly: true,
    name: 'Новогодние каникулы',
    spans: [],
  });
  expect(withRussian(once, 2027)).toHaveLength(once.length);
});

it('begins with a day that has no entry yet', () => {
  expect(freeDay([{ date: '2026-11-12', until: '2026-11-14', spans: [] }], '2026-11-11')).toBe('2026-11-15');
});
