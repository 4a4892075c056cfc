import type { WorkHours, WorkSpan } from '@/lib/workHours';
import { addDays } from '@/lib/zone';

export interface DayDraft {
  date: string;
  until?: string;
  yearly?: boolean;
  name?: string;
  spans: WorkSpan[];
}

/** Hours being edited. A user without a week of their own works like the account. */
export interface Draft {
  week: WorkSpan[][] | null;
  days: DayDraft[];
}

export const NINE_TO_SIX: WorkSpan = { from: '09:00', to: '18:00' };

export function draftOf(hours: WorkHours | undefined): Draft {
  return {
    week: hours?.week?.map((spans) => (spans ?? []).map(({ from, to }) => ({ from, to }))) ?? null,
    days: (hours?.days ?? []).map(({ date, until, yearly, name, spans }) => ({
      date,
      ...(until ? { until } : {}),
      ...(yearly ? { yearly } : {}),
      ...(name ? { name } : {}),
      spans: (spans ?? []).map(({ from, to }) => ({ from, to })),
    })),
  };
}

/** Whether two drafts say the same. */
export const sameDraft = (a: Draft, b: Draft): boolean =>
  JSON.stringify([a.week, a.days]) === JSON.stringify([b.week, b.days]);

/** The next stretch of a day after its last one: two hours, an hour later, as far as the day goes. */
export function nextSpan(spans: readonly WorkSpan[]): WorkSpan | null {
  const last = spans.at(-1);
  if (!last) return NINE_TO_SIX;
  const end = Number(last.to.slice(0, 2));
  if (last.to <= last.from || end >= 22) return null;
  const text = (hour: number) => `${String(hour % 24).padStart(2, '0')}:00`;
  return { from: text(end + 1), to: text(Math.min(end + 3, 24)) };
}

/** Days off Russia has by law on the same dates every year. */
const RUSSIA: readonly { from: string; to?: string; name: string }[] = [
  { from: '01-01', to: '01-08', name: 'Новогодние каникулы' },
  { from: '02-23', name: 'День защитника Отечества' },
  { from: '03-08', name: 'Международный женский день' },
  { from: '05-01', name: 'Праздник Весны и Труда' },
  { from: '05-09', name: 'День Победы' },
  { from: '06-12', name: 'День России' },
  { from: '11-04', name: 'День народного единства' },
];

/** The days with those of Russia that are not among them yet. */
export function withRussian(days: readonly DayDraft[], year: number): DayDraft[] {
  const has = (md: string) => days.some((d) => d.yearly && d.date.slice(5) === md);
  const fresh = RUSSIA.filter((h) => !has(h.from)).map(({ from, to, name }) => ({
    date: `${year}-${from}`,
    ...(to ? { until: `${year}-${to}` } : {}),
    yearly: true,
    name,
    spans: [],
  }));
  return [...days, ...fresh];
}

/** A day to begin a new entry with: the first one from tomorrow on that has none. */
export function freeDay(days: readonly DayDraft[], today: string): string {
  let day = addDays(today, 1);
  while (days.some((d) => d.date <= day && day <= (d.until ?? d.date))) day = addDays(day, 1);
  return day;
}
