import type { components } from '@/api/schema';
import type { CardKind } from '@/lib/bootstrap';
import { addDays, fromUnix, today, toUnix, type WallTime } from '@/lib/zone';
import type { Rule } from './repeat';

type Schemas = components['schemas'];
export type TaskBody = Schemas['TaskBody'];
/** A task as the API gives it; a free one has no card, one that does not repeat no rule. */
export type Task = Omit<Schemas['TaskView'], 'entity' | 'recurrence'> & {
  entity?: { kind: CardKind; id: number; name: string } | null;
  recurrence?: Rule | undefined;
};

export const BUCKETS = ['overdue', 'today', 'tomorrow', 'week', 'later'] as const;
export type Bucket = (typeof BUCKETS)[number];
/** A column of the board: a stretch of time, or what was done today. */
export type Column = Bucket | 'done_today';

/** When a task is due: a moment, or a whole day. */
export interface Due {
  due_at: number;
  is_all_day: boolean;
}

/** The last minute of a day; the server makes it the last second. */
export const allDay = (day: string): Due => ({ due_at: toUnix({ day, time: '23:59' }) + 59, is_all_day: true });
export const atTime = (wall: WallTime): Due => ({ due_at: toUnix(wall), is_all_day: false });

/** The Sunday that ends the week of a day. */
export function weekEnd(day: string): string {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return addDays(day, 6 - weekday);
}

/** The column a task stands in. Weeks end on Sunday, days are those of the account's time zone. */
export function bucketOf(due: number, now = Date.now() / 1000): Bucket {
  if (due < now) return 'overdue';
  const day = fromUnix(due).day;
  const current = fromUnix(now).day;
  if (day <= current) return 'today';
  if (day === addDays(current, 1)) return 'tomorrow';
  return day <= weekEnd(current) ? 'week' : 'later';
}

/** The first day of a column, null when there is none: nothing can be put off into the past, or into a week that is over. */
export function dayOf(bucket: Bucket, now = today()): string | null {
  if (bucket === 'overdue') return null;
  if (bucket === 'today') return now;
  if (bucket === 'tomorrow') return addDays(now, 1);
  const after = addDays(now, 2);
  if (bucket === 'week') return after <= weekEnd(now) ? after : null;
  const monday = addDays(weekEnd(now), 1);
  return monday > after ? monday : after;
}

/** When a task is due after it was put into a column: the time of day stays, unless it has passed. */
export function moveTo(task: Due, bucket: Bucket, now = Date.now() / 1000): Due | null {
  const day = dayOf(bucket, fromUnix(now).day);
  if (!day) return null;
  if (task.is_all_day) return allDay(day);
  const moved = atTime({ day, time: fromUnix(task.due_at).time });
  return moved.due_at > now ? moved : allDay(day);
}

/** How long a task may last, in minutes, 0 for no length of its own. */
export const DURATIONS = [0, 15, 30, 45, 60, 90, 120, 180, 240, 480] as const;

export const QUICK = ['hour', 'today', 'tomorrow', 'in3', 'inWeek'] as const;
export type Quick = (typeof QUICK)[number];

export function quickDue(quick: Quick, now = Date.now() / 1000): Due {
  const day = fromUnix(now).day;
  switch (quick) {
    case 'hour':
      return { due_at: Math.ceil((now + 3600) / 300) * 300, is_all_day: false };
    case 'today':
      return allDay(day);
    case 'tomorrow':
      return allDay(addDays(day, 1));
    case 'in3':
      return allDay(addDays(day, 3));
    case 'inWeek':
      return allDay(addDays(day, 7));
  }
}

/** Overdue ones first, then by when they are due. */
export function orderTasks(tasks: readonly Task[]): Task[] {
  return [...tasks].sort((a, b) => a.due_at - b.due_at || a.id - b.id);
}

/** Changes tasks wherever a cache holds them: in pages of a list, a calendar or a plain list. */
export function mapTasks(data: unknown, change: (task: Task) => Task | null): unknown {
  const list = (items: Task[]) => items.flatMap((task) => change(task) ?? []);
  if (Array.isArray(data)) return list(data as Task[]);
  const held = data as { pages?: { items: Task[] }[]; items?: Task[] } | undefined;
  if (held?.pages) return { ...held, pages: held.pages.map((p) => ({ ...p, items: list(p.items) })) };
  return held?.items ? { ...held, items: list(held.items) } : data;
}
