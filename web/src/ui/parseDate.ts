import { addDays, today, type WallTime } from '@/lib/zone';

const MONTHS: readonly RegExp[] = [
  /^(янв|jan)/,
  /^(фев|feb)/,
  /^(мар|mar)/,
  /^(апр|apr)/,
  /^(ма[йя]|may)/,
  /^(июн|jun)/,
  /^(июл|jul)/,
  /^(авг|aug)/,
  /^(сен|sep)/,
  /^(окт|oct)/,
  /^(ноя|nov)/,
  /^(дек|dec)/,
];
const WEEKDAYS: readonly RegExp[] = [
  /^(вс|воскр|sun)/,
  /^(пн|понед|mon)/,
  /^(вт|tue)/,
  /^(ср|wed)/,
  /^(чт|четв|thu)/,
  /^(пт|пятн|fri)/,
  /^(сб|субб|sat)/,
];

function valid(y: number, m: number, d: number): string | null {
  const date = new Date(Date.UTC(y, m - 1, d));
  if (date.getUTCMonth() !== m - 1 || date.getUTCDate() !== d || y < 1900 || y > 2200) return null;
  return date.toISOString().slice(0, 10);
}

function year(typed: string | undefined, now: string): number {
  if (!typed) return Number(now.slice(0, 4));
  return typed.length <= 2 ? 2000 + Number(typed) : Number(typed);
}

/**
 * Reads a day as people type it, day before month: `12.11.2026`, `12/11`, `2026-11-12`, `12 ноя`, `12 nov 26`, `завтра`,
 * `tomorrow`, `пт`, `fri`, `+3`. Null when it is not a day.
 */
export function parseDay(typed: string, now: string = today()): string | null {
  const s = typed
    .trim()
    .toLowerCase()
    .replace(/\s*г\.?$/, '')
    .replace(/,/g, ' ')
    .replace(/\s+/g, ' ');
  if (s === '') return null;
  if (/^(сегодня|today)$/.test(s)) return now;
  if (/^(завтра|tomorrow)$/.test(s)) return addDays(now, 1);
  if (/^(послезавтра)$/.test(s)) return addDays(now, 2);
  if (/^(вчера|yesterday)$/.test(s)) return addDays(now, -1);
  const plus = /^([+-]\d{1,4})\s*(д|дн|дней|дня|d|days?)?$/.exec(s);
  if (plus) return addDays(now, Number(plus[1]));
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(s);
  if (iso) return valid(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const digits = /^(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{2}|\d{4}))?\.?$/.exec(s);
  if (digits) return valid(year(digits[3], now), Number(digits[2]), Number(digits[1]));
  const solid = /^(\d{2})(\d{2})(\d{4})$/.exec(s);
  if (solid) return valid(Number(solid[3]), Number(solid[2]), Number(solid[1]));
  const words =
    /^(?:(\d{1,2})\s+)?(\p{L}+)\.?(?:\s+(\d{1,2}))?(?:\s+(\d{4}))?$/u.exec(s) ??
    /^(\d{1,2})\s+(\p{L}+)\.?()\s+(\d{2,4})$/u.exec(s);
  if (!words) return null;
  const word = words[2] ?? '';
  const month = MONTHS.findIndex((m) => m.test(word));
  const dayOf = words[1] ?? words[3];
  if (month >= 0 && dayOf) {
    const y = words[4] ?? (words[1] ? words[3] : undefined);
    return valid(year(y || undefined, now), month + 1, Number(dayOf));
  }
  const weekday = WEEKDAYS.findIndex((w) => w.test(word));
  if (weekday >= 0 && !dayOf) {
    const from = new Date(`${now}T00:00:00Z`).getUTCDay();
    return addDays(now, (weekday - from + 7) % 7 || 7);
  }
  return null;
}

/** Reads a time of day: `9`, `9:30`, `930`, `9.30`, `9pm`. Null when it is not one. */
export function parseTime(typed: string): string | null {
  const m = /^(\d{1,2})(?:[:.]?(\d{2}))?\s*(am|pm)?$/.exec(typed.trim().toLowerCase());
  if (!m) return null;
  let h = Number(m[1]);
  const min = Number(m[2] ?? 0);
  if (m[3] === 'pm' && h < 12) h += 12;
  if (m[3] === 'am' && h === 12) h = 0;
  if (h > 23 || min > 59) return null;
  return `${String(h).padStart(2, '0')}:${String(min).padStart(2, '0')}`;
}

/** Reads a day and a time; a day alone gets `time`, a time alone is today's. */
export function parseDayTime(typed: string, time: string, now: string = today()): WallTime | null {
  const s = typed.trim().replace(/\s+(в|at)\s+/, ' ');
  const alone = parseDay(s, now);
  if (alone) return { day: alone, time };
  const cut = s.lastIndexOf(' ');
  if (cut > 0) {
    const day = parseDay(s.slice(0, cut), now);
    const at = parseTime(s.slice(cut + 1));
    if (day && at) return { day, time: at };
  }
  const at = /[:]|am|pm/.test(s) ? parseTime(s) : null;
  return at ? { day: now, time: at } : null;
}

const ENGLISH = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

/** How a day stands in a field: `12.11.2026`; in English `12 Nov 2026`, which no habit reads the other way round. */
export function writeDay(day: string, lang: 'ru' | 'en'): string {
  if (lang === 'ru') return day.split('-').reverse().join('.');
  return ENGLISH.format(new Date(`${day}T00:00:00Z`)).replace('Sept', 'Sep');
}
