import { allDay, atTime, type Due, type Task } from '@/features/tasks';
import { addDays, fromUnix, toUnix } from '@/lib/zone';
import type { Column } from './layout';

export type Span = 'day' | 'week' | 'month';

/** Days and times go in and out as they stand on the wall clock of the account's zone, whatever zone the browser has. */
export interface CalendarEvent {
  id: string;
  title: string;
  start: string;
  end?: string;
  allDay: boolean;
  editable: boolean;
  durationEditable: boolean;
  extendedProps: { task: Task; coming: boolean };
}

export interface Coming {
  task_id: number;
  due_at: number;
  duration: number;
  is_all_day: boolean;
}

const weekday = (day: string) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7; // Monday is 0

/** The first day of the week of a day; a week begins with `first`, Monday is 1. */
export function weekOf(day: string, first: number): string {
  return addDays(day, -((weekday(day) - (first - 1) + 7) % 7));
}

/** The days a span shows: from the first one to the one after the last. A month is six whole weeks. */
export function shownDays(span: Span, day: string, first: number): { from: string; to: string } {
  if (span === 'day') return { from: day, to: addDays(day, 1) };
  const from = weekOf(span === 'month' ? `${day.slice(0, 8)}01` : day, first);
  return { from, to: addDays(from, span === 'month' ? 42 : 7) };
}

/** The days as a stretch of time. */
export function stretchOf({ from, to }: { from: string; to: string }): [number, number] {
  return [toUnix({ day: from, time: '00:00' }), toUnix({ day: to, time: '00:00' })];
}

/** The day a step forward or back leads to. A month keeps its day where it can. */
export function stepDay(span: Span, day: string, by: 1 | -1): string {
  if (span !== 'month') return addDays(day, by * (span === 'week' ? 7 : 1));
  const first = new Date(`${day.slice(0, 8)}01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() + by);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(Number(day.slice(8)), last));
  return first.toISOString().slice(0, 10);
}

const wall = (at: number) => {
  const { day, time } = fromUnix(at);
  return `${day}T${time}:00`;
};

function place(at: { due_at: number; duration: number; is_all_day: boolean }) {
  if (at.is_all_day) return { start: fromUnix(at.due_at).day, allDay: true };
  const start = wall(at.due_at);
  return at.duration > 0 ? { start, end: wall(at.due_at + at.duration), allDay: false } : { start, allDay: false };
}

/** What the calendar draws: tasks, and the days repeating ones come back on. */
export function calendarEvents(
  got: { items: readonly Task[]; coming: readonly Coming[]; repeating: readonly Task[] },
  noText: string,
): CalendarEvent[] {
  const events: CalendarEvent[] = got.items.map((task) => {
    const editable = task.can.edit && !task.is_completed;
    return {
      id: `task-${task.id}`,
      title: task.text || noText,
      ...place(task),
      editable,
      durationEditable: editable && !task.is_all_day,
      extendedProps: { task, coming: false },
    };
  });
  const byId = new Map(got.repeating.map((task) => [task.id, task]));
  for (const next of got.coming) {
    const task = byId.get(next.task_id);
    if (!task) continue;
    events.push({
      id: `coming-${task.id}-${next.due_at}`,
      title: task.text || noText,
      ...place(next),
      editable: false,
      durationEditable: false,
      extendedProps: { task, coming: true },
    });
  }
  return events;
}

/** The columns of the days from the first one to the one before the last; of one day a column for each person. */
export function columnsOf(from: string, to: string, people: readonly number[]): Column[] {
  if (people.length) return people.map((person) => ({ key: `${from}-${person}`, day: from, person }));
  const out: Column[] = [];
  for (let day = from; day < to; day = addDays(day, 1)) out.push({ key: day, day });
  return out;
}

/** When a task is due at a place of the calendar: `2026-11-12` or `2026-11-12T15:30:00`, with or without a zone behind it. */
export function dueAt(start: string, whole: boolean): Due {
  const day = start.slice(0, 10);
  return whole ? allDay(day) : atTime({ day, time: start.slice(11, 16) || '00:00' });
}
