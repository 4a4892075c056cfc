import { getLang, text } from './i18n';
import locale from './locale';

/** Between groups of digits: never wraps, narrower than a space. */
export const THIN = '\u202f';
/** Between a number and its unit: never wraps. */
export const NBSP = '\u00a0';

interface Account {
  currency: string;
  timeZone: string;
}

let account: Account = {
  currency: 'RUB',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
};

/** Sets the account's currency and time zone; called when the session arrives. */
export function setAccountFormat(next: Partial<Account>): void {
  account = { ...account, ...next };
}

export function accountFormat(): Readonly<Account> {
  return account;
}

const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = getLang() + JSON.stringify(options);
  const kept = numberFormats.get(key);
  if (kept) return kept;
  const made = new Intl.NumberFormat(getLang(), options);
  numberFormats.set(key, made);
  return made;
}

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const full = { timeZone: account.timeZone, ...options };
  const key = getLang() + JSON.stringify(full);
  const kept = dateFormats.get(key);
  if (kept) return kept;
  // British English: day before month, 24 hours, Monday first.
  const made = new Intl.DateTimeFormat(getLang() === 'ru' ? 'ru' : 'en-GB', full);
  dateFormats.set(key, made);
  return made;
}

function joined(parts: Intl.NumberFormatPart[]): string {
  return parts
    .map((p) => (p.type === 'group' ? THIN : p.value.replace(/ /g, NBSP)))
    .join('')
    .replace(/-(?=\d|\p{Sc})/u, '−');
}

/** `1 234 567`, with thin spaces. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  // Four digits are grouped too, or columns of numbers do not line up.
  return joined(numbers({ useGrouping: 'always', ...options }).formatToParts(value));
}

/** `12.5 %` of 0.125. */
export function formatPercent(share: number, digits = 0): string {
  return formatNumber(share, { style: 'percent', maximumFractionDigits: digits });
}

/** How many digits after the point the currency has: 2 for RUB, 0 for JPY. */
export function currencyDigits(currency: string = account.currency): number {
  return numbers({ style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** The sign of the currency in the current language: `₽`, `$`. */
export function currencySign(currency: string = account.currency): string {
  const parts = numbers({ style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0);
  return parts.find((p) => p.type === 'currency')?.value ?? currency;
}

/** Money given in minor units (kopecks, cents): `1 250 000 ₽`. Pennies are shown only when there are any. */
export function formatMoney(minor: number, currency: string = account.currency): string {
  const digits = currencyDigits(currency);
  const whole = minor % 10 ** digits === 0;
  const f = numbers({
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    useGrouping: 'always',
    minimumFractionDigits: whole ? 0 : digits,
    maximumFractionDigits: whole ? 0 : digits,
  });
  return joined(f.formatToParts(minor / 10 ** digits));
}

/** Money for a narrow place (a column's head): `1,3 млн ₽`, `$1.3M`. The full sum belongs in the tooltip. */
export function formatMoneyShort(minor: number, currency: string = account.currency): string {
  const value = minor / 10 ** currencyDigits(currency);
  if (Math.abs(value) < 100_000) return formatMoney(minor, currency);
  const f = numbers({
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    notation: 'compact',
    minimumFractionDigits: 0,
    maximumFractionDigits: 1,
  });
  return joined(f.formatToParts(value));
}

/** Our API gives times as unix seconds; a Date serves as well. */
export type When = number | Date;

export function toDate(when: When): Date {
  return typeof when === 'number' ? new Date(when * 1000) : when;
}

/** The calendar day in the account's time zone, `2026-11-12`. */
export function dayKey(when: When): string {
  const parts = dates({ year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(toDate(when));
  const of = (type: string) => parts.find((p) => p.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}`;
}

/** Whole days from today to the day of `when`, in the account's time zone: -1 yesterday, 0 today, 1 tomorrow. */
export function daysFromToday(when: When, now: When = new Date()): number {
  return Math.round((Date.parse(dayKey(when)) - Date.parse(dayKey(now))) / 86_400_000);
}

export function formatTime(when: When): string {
  return dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(toDate(when));
}

/** `12 Nov`; the year only if it is another one. */
export function formatDay(when: When, now: When = new Date()): string {
  const other = dayKey(when).slice(0, 4) !== dayKey(now).slice(0, 4);
  const parts = dates({ day: 'numeric', month: 'short', ...(other ? { year: 'numeric' } : {}) }).formatToParts(
    toDate(when),
  );
  return parts
    .map((p) => (p.type === 'month' ? p.value.replace('.', '') : p.value))
    .join('')
    .replace(/\s*г\.$/, '')
    .replace(/ /g, NBSP);
}

/** `today 12:30`, `yesterday`, `tomorrow 9:00`, `12 Nov`. `time` adds the time to every day. */
export function formatWhen(when: When, options: { now?: When; time?: boolean } = {}): string {
  const now = options.now ?? new Date();
  const days = daysFromToday(when, now);
  const time = NBSP + formatTime(when);
  if (days === 0) return text(locale, 'today') + time;
  if (days === -1) return text(locale, 'yesterday') + (options.time ? time : '');
  if (days === 1) return text(locale, 'tomorrow') + time;
  return formatDay(when, now) + (options.time ? time : '');
}

/** The full value, for a tooltip: `Thursday, 12 November 2026, 12:30`. */
export function formatFull(when: When): string {
  return dates({ dateStyle: 'full', timeStyle: 'short' }).format(toDate(when));
}

/** A bare calendar day (`2026-11-12`), which has no time zone. */
export function formatDateOnly(day: string, now: When = new Date()): string {
  return formatDay(new Date(`${day}T12:00:00Z`), now);
}

/** `45 s`, `12 min`, `3 h 5 min`, `2 d`. */
export function formatDuration(seconds: number): string {
  const unit = (n: number, u: string) =>
    formatNumber(n, { style: 'unit', unit: u, unitDisplay: 'short' } as Intl.NumberFormatOptions);
  if (seconds < 60) return unit(Math.round(seconds), 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit(minutes, 'minute');
  if (minutes < 1440) {
    const rest = minutes % 60;
    return unit(Math.floor(minutes / 60), 'hour') + (rest ? ` ${unit(rest, 'minute')}` : '');
  }
  return unit(Math.round(minutes / 1440), 'day');
}

/** The plural form for a number in the current language. Texts use ICU plurals; this is for what is not a text. */
export function pluralForm(n: number): Intl.LDMLPluralRule {
  return new Intl.PluralRules(getLang()).select(n);
}

/** A phone number for reading: `+7 912 345-67-89`. What is not a number is left as it was typed. */
export function formatPhone(raw: string): string {
  let digits = raw.replace(/\D/g, '');
  if (digits.length === 11 && digits.startsWith('8') && !raw.trim().startsWith('+')) digits = `7${digits.slice(1)}`;
  else if (!raw.trim().startsWith('+') && digits.length !== 11) return raw.trim();
  const n = digits;
  if (n.length === 11 && n.startsWith('7'))
    return `+7${NBSP}${n.slice(1, 4)}${NBSP}${n.slice(4, 7)}-${n.slice(7, 9)}-${n.slice(9)}`;
  if (n.length === 11 && n.startsWith('1')) return `+1${NBSP}${n.slice(1, 4)}${NBSP}${n.slice(4, 7)}-${n.slice(7)}`;
  if (n.length < 10 || n.length > 15) return raw.trim();
  const code = n.length - 9 <= 3 ? n.length - 9 : 3;
  return `+${n.slice(0, code)}${NBSP}${n.slice(code).replace(/(\d{3})(?=\d)/g, `$1${NBSP}`)}`;
}

/** The day a week starts with: 1 Monday … 7 Sunday. */
export function weekStart(): number {
  const own = navigator.language ?? '';
  const info = new Intl.Locale(getLang() === 'ru' ? 'ru-RU' : own.startsWith('en-') ? own : 'en-GB') as Intl.Locale & {
    getWeekInfo?: () => { firstDay: number };
    weekInfo?: { firstDay: number };
  };
  return info.getWeekInfo?.().firstDay ?? info.weekInfo?.firstDay ?? 1;
}
