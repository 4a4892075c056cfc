import type { components } from '@/api/schema';

/** How a task repeats; see the API for what each part means. */
export type Rule = components['schemas']['Rule'];
export type Freq = Exclude<Rule['freq'], 'never'>;
/** A month goes by its date, or by a weekday: the second Tuesday, the last Friday. */
export type MonthBy = 'date' | 'nth' | 'last';

const LAST = -1;

const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);

/** Monday is 1. */
export const isoWeekday = (day: string) => ((dateOf(day).getUTCDay() + 6) % 7) + 1;

/** Which such weekday of its month a day is, 1 to 5. */
export const nthOf = (day: string): number => Math.floor((Number(day.slice(8)) - 1) / 7) + 1;

/** Whether no such weekday follows in the month. */
export function isLast(day: string): boolean {
  const next = dateOf(day);
  next.setUTCDate(next.getUTCDate() + 7);
  return next.getUTCMonth() !== dateOf(day).getUTCMonth();
}

/** A rule of a frequency that begins on a day. Ends are kept from the rule before. */
export function ruleOf(freq: Freq, day: string, was: Rule | null = null): Rule {
  const ends = { ...(was?.until ? { until: was.until } : {}), ...(was?.count ? { count: was.count } : {}) };
  const rule: Rule = { freq, every: was?.freq === freq ? (was.every ?? 1) : 1, ...ends };
  switch (freq) {
    case 'weekly':
      return { ...rule, weekdays: was?.freq === 'weekly' && was.weekdays ? was.weekdays : [isoWeekday(day)] };
    case 'monthly':
      return { ...rule, day: Number(day.slice(8)) };
    case 'yearly':
      return { ...rule, day: Number(day.slice(8)), month: Number(day.slice(5, 7)) };
    default:
      return rule;
  }
}

export function monthBy(rule: Rule): MonthBy {
  if (!rule.nth) return 'date';
  return rule.nth === LAST ? 'last' : 'nth';
}

/** A monthly rule that goes by the date of a day, or by its weekday. */
export function byMonth(rule: Rule, by: MonthBy, day: string): Rule {
  const { day: _, nth: __, weekday: ___, ...rest } = rule;
  if (by === 'date') return { ...rest, day: Number(day.slice(8)) };
  return { ...rest, nth: by === 'last' || nthOf(day) > 4 ? LAST : nthOf(day), weekday: isoWeekday(day) };
}

/** Puts a weekday into the rule or takes it out; the last one stays. */
export function toggleWeekday(rule: Rule, weekday: number): Rule {
  const now = rule.weekdays ?? [];
  const next = now.includes(weekday) ? now.filter((n) => n !== weekday) : [...now, weekday].sort((a, b) => a - b);
  return next.length > 0 ? { ...rule, weekdays: next } : rule;
}

export type End = 'never' | 'until' | 'count';
export const endOf = (rule: Rule): End => (rule.until ? 'until' : rule.count ? 'count' : 'never');

/** A rule that ends otherwise; a day is given for the first choice of an end by date. */
export function endBy(rule: Rule, end: End, day: string): Rule {
  const { until: _, count: __, ...rest } = rule;
  if (end === 'until') return { ...rest, until: day };
  return end === 'count' ? { ...rest, count: 10 } : rest;
}

/** Whether two rules say the same. */
export function sameRule(a: Rule | null | undefined, b: Rule | null | undefined): boolean {
  const plain = (r: Rule | null | undefined) =>
    r
      ? JSON.stringify([r.freq, r.every || 1, r.weekdays ?? [], r.month, r.day, r.nth, r.weekday, r.until, r.count])
      : '';
  return plain(a) === plain(b);
}
