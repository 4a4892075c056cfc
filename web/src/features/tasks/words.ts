import { daysFromToday, formatDay, formatDuration, formatWhen } from '@/lib/format';
import { text } from '@/lib/i18n';
import locale from './locale';
import type { Column, Due, Quick } from './model';

const QUICK_KEYS = { hour: 'qHour', today: 'qToday', tomorrow: 'qTomorrow', in3: 'qIn3', inWeek: 'qInWeek' } as const;
const EMPTY_KEYS = {
  overdue: 'emptyOverdue',
  today: 'emptyToday',
  tomorrow: 'emptyTomorrow',
  week: 'emptyWeek',
  later: 'emptyLater',
  done: 'emptyDone',
  done_today: 'emptyDoneToday',
} as const;

export const quickName = (quick: Quick): string => text(locale, QUICK_KEYS[quick]);
export const bucketName = (bucket: Column | 'done'): string => text(locale, bucket);
export const emptyName = (bucket: Column | 'done'): string => text(locale, EMPTY_KEYS[bucket]);

/** When a task is due, in words: `today 15:00`, `tomorrow` for a whole day, `12 Nov 9:00`. */
export function dueText(due: Due): string {
  if (!due.is_all_day) return formatWhen(due.due_at, { time: true });
  const days = daysFromToday(due.due_at);
  if (days === 0) return text(locale, 'today').toLocaleLowerCase();
  if (days === 1) return text(locale, 'tomorrow').toLocaleLowerCase();
  return formatDay(due.due_at);
}

/** How long a task lasts, in words. */
export const lengthText = (seconds: number): string => (seconds ? formatDuration(seconds) : text(locale, 'noDuration'));
