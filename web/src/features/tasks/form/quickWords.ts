import type { WorkCalendar } from '@/lib/workHours';
import { addDays, fromUnix } from '@/lib/zone';
import { parseDay, parseTime } from '@/ui/parseDate';
import { allDay, atTime, type Due } from '../model';

/** Weekdays as they stand in a sentence, Sunday first. */
const WEEKDAYS = [
  /^(вс|воскресенье|sun|sunday)$/,
  /^(пн|понедельник|mon|monday)$/,
  /^(вт|вторник|tue|tuesday)$/,
  /^(ср|среду|среда|wed|wednesday)$/,
  /^(чт|четверг|thu|thursday)$/,
  /^(пт|пятницу|пятница|fri|friday)$/,
  /^(сб|субботу|суббота|sat|saturday)$/,
];
/** Numbers people write out. */
const WORDS: Readonly<Record<string, number>> = {
  два: 2,
  две: 2,
  три: 3,
  четыре: 4,
  пять: 5,
  шесть: 6,
  семь: 7,
  десять: 10,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  ten: 10,
};
const LATER = /^(?:через|in)\s+(?:(\d{1,3}|\p{L}+)\s+)?(\p{L}+)$/u;
const HALF = /^(через полчаса|in half an hour|in a half hour)$/;
/** Parts of the day, and the hour they stand for. */
const PARTS: readonly [RegExp, string][] = [
  [/^(утром|с утра|in the morning|morning)$/, '09:00'],
  [/^(днём|днем|в обед|in the afternoon|afternoon|at noon|noon)$/, '13:00'],
  [/^(вечером|in the evening|evening|tonight)$/, '18:00'],
];
const UNITS: readonly [RegExp, 'minute' | 'hour' | 'day' | 'month'][] = [
  [/^(мин|минуту|минуты|минут|min|mins|minute|minutes)$/, 'minute'],
  [/^(ч|час|часа|часов|h|hour|hours)$/, 'hour'],
  [/^(д|день|дня|дней|day|days)$/, 'day'],
  [/^(нед|неделю|недели|недель|week|weeks)$/, 'day'],
  [/^(мес|месяц|месяца|месяцев|month|months)$/, 'month'],
];

/** The same date so many months on, the last one of a shorter month. */
function addMonths(day: string, months: number): string {
  const first = new Date(`${day.slice(0, 8)}01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + months);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(Number(day.slice(8)), last));
  return first.toISOString().slice(0, 10);
}

const count = (word: string | undefined): number | null => {
  if (!word || /^(a|an|one|один|одну)$/.test(word)) return 1;
  return /^\d+$/.test(word) ? Number(word) : (WORDS[word] ?? null);
};

/** "Через 2 рабочих дня", "next working day": days somebody works on, counted from now. */
const WORKING =
  /^(?:(?:через|in)\s+(?:(\d{1,3}|\p{L}+)\s+)?(?:рабоч(?:ий|их|ие)|working|business)\s+(?:д(?:ень|ня|ней)|days?)|(?:(?:в|на)\s+)?следующий рабочий день|(?:on the\s+)?next (?:working|business) day)$/u;

/** "In 3 days", "через неделю": a day that is counted from now. */
function readLaterDay(words: string, now: string, hours?: WorkCalendar): string | null {
  const working = WORKING.exec(words);
  if (working) {
    const n = count(working[1]);
    return (n && hours?.inDays(now, n)) || null;
  }
  if (/^(на следующей неделе|next week)$/.test(words)) {
    const weekday = (new Date(`${now}T00:00:00Z`).getUTCDay() + 6) % 7;
    return addDays(now, 7 - weekday);
  }
  if (/^(через день|послезавтра|the day after tomorrow|day after tomorrow)$/.test(words)) return addDays(now, 2);
  const m = LATER.exec(words);
  const unit = m && UNITS.find(([word]) => word.test(m[2] ?? ''))?.[1];
  const n = m && count(m[1]);
  if (!m || !n) return null;
  if (unit === 'month') return addMonths(now, n);
  if (unit === 'day') return addDays(now, /^(нед|week)/.test(m[2] ?? '') ? n * 7 : n);
  return null;
}

function readDay(words: string, now: string, hours?: WorkCalendar): string | null {
  const counted = readLaterDay(words, now, hours);
  if (counted) return counted;
  const s = words.replace(/^(в|во|на|к|до|on|by|till|until|this)\s+/, '');
  const following = /^(?:следующ(?:ий|ую|ее|ей)|next)\s+(.+)$/.exec(s);
  if (following) {
    const named = WEEKDAYS.findIndex((w) => w.test(following[1] ?? ''));
    // The one of the week after this one.
    const monday = addDays(now, 7 - ((new Date(`${now}T00:00:00Z`).getUTCDay() + 6) % 7));
    return named < 0 ? null : addDays(monday, (named + 6) % 7);
  }
  const weekday = WEEKDAYS.findIndex((w) => w.test(s));
  if (weekday >= 0) {
    const from = new Date(`${now}T00:00:00Z`).getUTCDay();
    return addDays(now, (weekday - from + 7) % 7 || 7);
  }
  if (/^(сегодня|завтра|послезавтра|today|tomorrow)$/.test(s)) return parseDay(s, now);
  // A bare number is a number: a date has points, strokes or the name of a month.
  if (!/^\d/.test(s) || !/[./-]|\s\p{L}{3,}/u.test(s)) return null;
  const day = parseDay(s, now);
  // A day without a year that is over is meant for next year.
  if (day && day < now && !/\d{4}|[./-]\d{1,2}[./-]/.test(s)) return `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
  return day;
}

/** A time: after "в" or "at" a bare hour will do, alone it needs its minutes. */
function readTime(words: string, loose: boolean): string | null {
  const part = PARTS.find(([word]) => word.test(words));
  if (part) return part[1];
  const named = /^(?:в|at|к|by)\s+(.+?)(?:\s+час(?:а|ов)?)?$/.exec(words);
  const s = named?.[1] ?? words;
  if (!named && !loose && !/^\d{1,2}:\d{2}$|^\d{1,2}\s?(am|pm)$/.test(s)) return null;
  return /^\d{1,2}([:.]\d{2})?\s?(am|pm)?$/.test(s) ? parseTime(s) : null;
}

function readLater(words: string, now: number): Due | null {
  const at = (seconds: number): Due => ({ due_at: Math.ceil((now + seconds) / 60) * 60, is_all_day: false });
  if (HALF.test(words)) return at(1800);
  const m = LATER.exec(words);
  const unit = m && UNITS.find(([word]) => word.test(m[2] ?? ''))?.[1];
  const n = m && count(m[1]);
  if (!n || (unit !== 'hour' && unit !== 'minute')) return null;
  return at(n * (unit === 'hour' ? 3600 : 60));
}

/** Named days and "by Friday" are a limit, which is the whole day; today, too. Others mean to begin with it. */
const LIMIT = /^(?:до|к|by|till|until)\s|\d[./-]\d|\d\s+\p{L}{3,}$|^(?:сегодня|today)$/u;
const MORNING = /^(?:утром|с утра|in the morning|morning)$/;

/**
 * Reads "завтра в 15", "в пятницу", "in 2 hours", "12.11 at 9:30". Null when it is something else. With the working hours
 * of whoever reads, "завтра" is when their work begins; on a free day it is the whole day.
 */
export function readWhen(words: string, now = Date.now() / 1000, hours?: WorkCalendar): Due | null {
  const s = words
    .toLowerCase()
    .trim()
    .replace(/[,.;!]+$/, '')
    .replace(/,/g, ' ')
    .replace(/\s+/g, ' ');
  const current = fromUnix(now).day;
  const later = readLater(s, now);
  if (later) return later;
  const morning = (on: string, otherwise: () => Due): Due => {
    const time = hours?.start(on);
    return time ? atTime({ day: on, time }) : otherwise();
  };
  const day = readDay(s, current, hours);
  if (day) {
    const counted = /^(?:через|in)\s/.test(s);
    return !counted && LIMIT.test(s) ? allDay(day) : morning(day, () => allDay(day));
  }
  const parts = s.split(' ');
  for (let cut = 1; cut < parts.length; cut++) {
    const head = parts.slice(0, cut).join(' ');
    const tail = parts.slice(cut).join(' ');
    const first = readDay(head, current, hours);
    const time = first && readTime(tail, true);
    if (first && time && MORNING.test(tail)) return morning(first, () => atTime({ day: first, time }));
    if (first && time) return atTime({ day: first, time });
    const before = readTime(head, false);
    const second = before && readDay(tail, current, hours);
    if (before && second) return atTime({ day: second, time: before });
  }
  const time = readTime(s, false);
  if (!time) return null;
  const at = atTime({ day: current, time });
  return at.due_at > now ? at : atTime({ day: addDays(current, 1), time });
}

const LONGEST = 6;

/** Parts the words of a task from when it is due: "Позвонить завтра в 15" is "Позвонить" and tomorrow at three. */
export function splitQuick(
  text: string,
  now = Date.now() / 1000,
  hours?: WorkCalendar,
): { text: string; due: Due | null } {
  const words = text.trim().split(/\s+/);
  if (words.length > 1 && words.length <= 60) {
    for (let n = Math.min(LONGEST, words.length - 1); n > 0; n--) {
      const due = readWhen(words.slice(-n).join(' '), now, hours);
      if (due)
        return {
          text: words
            .slice(0, -n)
            .join(' ')
            .replace(/[,;:–—-]+$/, ''),
          due,
        };
    }
    for (let n = Math.min(LONGEST, words.length - 1); n > 0; n--) {
      const due = readWhen(words.slice(0, n).join(' '), now, hours);
      if (due) return { text: capital(words.slice(n).join(' ')), due };
    }
  }
  return { text: text.trim(), due: null };
}

const capital = (s: string) => s.charAt(0).toLocaleUpperCase() + s.slice(1);
