import { expect, it } from 'vitest';
import { byMonth, endBy, endOf, isLast, monthBy, nthOf, type Rule, ruleOf, sameRule, toggleWeekday } from './repeat';

it.each([
  ['daily', '2026-11-11', { freq: 'daily', every: 1 }],
  ['weekly', '2026-11-11', { freq: 'weekly', every: 1, weekdays: [3] }],
  ['weekly', '2026-11-15', { freq: 'weekly', every: 1, weekdays: [7] }],
  ['monthly', '2026-01-31', { freq: 'monthly', every: 1, day: 31 }],
  ['yearly', '2028-02-29', { freq: 'yearly', every: 1, day: 29, month: 2 }],
] as const)('begins %s on %s', (freq, day, rule) => {
  expect(ruleOf(freq, day)).toEqual(rule);
});

it('keeps the end, and the step of the same frequency', () => {
  const was: Rule = { freq: 'weekly', every: 2, weekdays: [1, 5], until: '2026-12-31' };
  expect(ruleOf('weekly', '2026-11-11', was)).toEqual(was);
  expect(ruleOf('daily', '2026-11-11', was)).toEqual({ freq: 'daily', every: 1, until: '2026-12-31' });
});

it.each([
  ['2026-11-10', 2, false],
  ['2026-11-24', 4, true],
  ['2026-11-30', 5, true],
  ['2026-11-01', 1, false],
])('%s is weekday no. %d of its month, the last: %s', (day, nth, last) => {
  expect([nthOf(day), isLast(day)]).toEqual([nth, last]);
});

it('goes by the weekday of a month and back', () => {
  const rule = ruleOf('monthly', '2026-11-10');
  const nth = byMonth(rule, 'nth', '2026-11-10');
  expect([nth.nth, nth.weekday, nth.day, monthBy(nth)]).toEqual([2, 2, undefined, 'nth']);
  expect(monthBy(byMonth(rule, 'nth', '2026-11-30'))).toBe('last');
  expect(byMonth(nth, 'date', '2026-11-10')).toEqual(rule);
});

it('keeps one weekday at least', () => {
  const rule = ruleOf('weekly', '2026-11-11');
  expect(toggleWeekday(rule, 1).weekdays).toEqual([1, 3]);
  expect(toggleWeekday(rule, 3).weekdays).toEqual([3]);
});

it('ends one way at a time', () => {
  const rule = ruleOf('daily', '2026-11-11');
  expect(endBy(endBy(rule, 'count', '2026-12-01'), 'until', '2026-12-01')).toEqual({ ...rule, until: '2026-12-01' });
  expect([endOf(rule), endOf({ ...rule, count: 3 }), endOf({ ...rule, until: 'x' })]).toEqual([
    'never',
    'count',
    'until',
  ]);
});

it('knows when a rule is another', () => {
  expect(sameRule({ freq: 'daily' }, { freq: 'daily', every: 1 })).toBe(true);
  expect(sameRule({ freq: 'daily' }, null)).toBe(false);
  expect(sameRule({ freq: 'daily' }, { freq: 'daily', until: '2026-12-01' })).toBe(false);
});
