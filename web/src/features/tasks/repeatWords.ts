import { formatDateOnly } from '@/lib/format';
import { getLang, text } from '@/lib/i18n';
import locale from './locale';
import { monthBy, type Rule } from './repeat';

/** A day of the week; Monday is 1. 2 January 2023 was one. */
export function weekdayName(n: number, style: 'short' | 'long'): string {
  const at = new Date(Date.UTC(2023, 0, 1 + n));
  return new Intl.DateTimeFormat(getLang(), { weekday: style, timeZone: 'UTC' }).format(at);
}

const NTH = { 1: 'nth1', 2: 'nth2', 3: 'nth3', 4: 'nth4' } as const;

/** "On the 31st", "the second Tuesday", "the last Friday". */
export function monthByText(rule: Rule): string {
  if (monthBy(rule) === 'date') return text(locale, 'byDate', { day: rule.day ?? 1 });
  const weekday = weekdayName(rule.weekday ?? 1, 'long');
  if (monthBy(rule) === 'last') return text(locale, 'byLast', { weekday });
  return text(locale, NTH[(rule.nth ?? 1) as 1], { weekday });
}

function often(rule: Rule): string {
  const n = rule.every || 1;
  switch (rule.freq) {
    case 'weekly': {
      const days = (rule.weekdays ?? []).map((d) => weekdayName(d, 'short')).join(', ');
      if (n === 1 && rule.weekdays?.join() === '1,2,3,4,5') return text(locale, 'onWorkdays');
      return n === 1 ? text(locale, 'onDays', { days }) : `${text(locale, 'everyWeeks', { n })}: ${days}`;
    }
    case 'monthly':
      return `${text(locale, 'everyMonths', { n })}, ${monthByText(rule)}`;
    case 'yearly':
      return text(locale, 'everyYears', { n });
    default:
      return text(locale, 'everyDays', { n });
  }
}

/** How a task repeats, in words: `every 2 weeks: Mon, Thu, until 31 Dec`. */
export function repeatText(rule: Rule): string {
  if (rule.until) return `${often(rule)}, ${text(locale, 'untilDay', { day: formatDateOnly(rule.until) })}`;
  return rule.count ? `${often(rule)}, ${text(locale, 'timesInAll', { n: rule.count })}` : often(rule);
}
