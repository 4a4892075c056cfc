import type { Task } from '@/features/tasks';
import { addDays, fromUnix, toUnix } from '@/lib/zone';
import type { Coming } from './calendar';

/** A column of the grid: a day, or a day of one person. */
export interface Column {
  key: string;
  day: string;
  /** Whose column it is; undefined: whoever the filter holds. */
  person?: number;
}

/** A task as a column shows it. Minutes are those of the wall clock, since the midnight of the column's day. */
export interface Placed {
  key: string;
  task: Task;
  /** A day a repeating task will come back on: it cannot be touched. */
  coming: boolean;
  due: { due_at: number; duration: number; is_all_day: boolean };
  /** Where it begins; negative when it began the day before. */
  from: number;
  to: number;
  lane: number;
  lanes: number;
}

/** What one column holds. Hidden ones found no room beside others: they are counted where the crowd begins. */
export interface Filled {
  timed: Placed[];
  allDay: Placed[];
  hidden: { from: number; n: number }[];
}

/** A task that lasts less is drawn as long as this. */
export const LEAST = 30;
const DAY = 1440;

/** Minutes of the wall clock since midnight; the two days of a year the clock is changed are asked for by name. */
function minuteOf(at: number, day: { from: number; to: number }): number {
  if (day.to - day.from === 86_400) return Math.round((at - day.from) / 60);
  const { time } = fromUnix(at);
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

type Item = Pick<Placed, 'key' | 'task' | 'coming' | 'due'>;

function itemsOf(got: { items: readonly Task[]; coming: readonly Coming[]; repeating: readonly Task[] }): Item[] {
  const items: Item[] = got.items.map((task) => ({ key: `task-${task.id}`, task, coming: false, due: task }));
  const byId = new Map(got.repeating.map((task) => [task.id, task]));
  for (const next of got.coming) {
    const task = byId.get(next.task_id);
    if (task) items.push({ key: `coming-${task.id}-${next.due_at}`, task, coming: true, due: next });
  }
  return items;
}

/**
 * Puts every task into its columns in one pass, and those that lie over each other side by side, `most` of them at most.
 * A task that lasts over midnight stands in both days.
 */
export function fillColumns(
  columns: readonly Column[],
  got: { items: readonly Task[]; coming: readonly Coming[]; repeating: readonly Task[] },
  most: number,
): Filled[] {
  const bounds = new Map<string, { from: number; to: number }>();
  const boundsOf = (day: string) => {
    const known = bounds.get(day);
    if (known) return known;
    const made = { from: toUnix({ day, time: '00:00' }), to: toUnix({ day: addDays(day, 1), time: '00:00' }) };
    bounds.set(day, made);
    return made;
  };
  const items = itemsOf(got).sort((a, b) => a.due.due_at - b.due.due_at || a.task.id - b.task.id);
  return columns.map(({ day, person }) => {
    const filled: Filled = { timed: [], allDay: [], hidden: [] };
    const at = boundsOf(day);
    for (const item of items) {
      const { task, due } = item;
      const end = due.due_at + (due.is_all_day ? 0 : due.duration);
      if (due.due_at >= at.to || (end <= at.from && due.due_at < at.from)) continue;
      if (person !== undefined && task.responsible_id !== person && !task.participants.includes(person)) continue;
      if (due.is_all_day) {
        filled.allDay.push({ ...item, from: 0, to: DAY, lane: 0, lanes: 1 });
        continue;
      }
      const from = due.due_at >= at.from ? minuteOf(due.due_at, at) : -Math.round((at.from - due.due_at) / 60);
      const to = end >= at.to ? DAY : Math.max(minuteOf(end, at), from + LEAST);
      filled.timed.push({ ...item, from, to: due.duration ? to : from + LEAST, lane: 0, lanes: 1 });
    }
    pack(filled, most);
    return filled;
  });
}

/** Gives lanes to what lies over each other. `timed` is in the order of its beginning. */
function pack(filled: Filled, most: number) {
  let crowd: Placed[] = [];
  let ends: number[] = [];
  let until = Number.NEGATIVE_INFINITY;
  const kept: Placed[] = [];
  let left = 0;
  const close = () => {
    const first = crowd[0];
    for (const one of crowd) one.lanes = ends.length;
    kept.push(...crowd);
    if (first && left) filled.hidden.push({ from: Math.max(0, first.from), n: left });
    crowd = [];
    ends = [];
    left = 0;
  };
  for (const one of filled.timed) {
    if (one.from >= until) close();
    let lane = ends.findIndex((end) => end <= one.from);
    if (lane < 0) lane = ends.length;
    until = Math.max(until, one.to);
    if (lane >= most) {
      left++;
      continue;
    }
    one.lane = lane;
    ends[lane] = one.to;
    crowd.push(one);
  }
  close();
  filled.timed = kept;
}

/** The place of the grid a pointer is at: a quarter of an hour of a column, or its strip of whole days. */
export interface Spot {
  column: number;
  minute: number;
  allDay: boolean;
}

export const STEP = 15;
export const snap = (minute: number) => Math.round(minute / STEP) * STEP;

/** The day and time of a minute of a column; it may lie before its midnight or after the next one. */
export function wallOf(day: string, minute: number): { day: string; time: string } {
  const days = Math.floor(minute / DAY);
  const rest = minute - days * DAY;
  const pad = (n: number) => String(n).padStart(2, '0');
  return { day: addDays(day, days), time: `${pad(Math.floor(rest / 60))}:${pad(rest % 60)}` };
}

/** Where a thing taken at one spot is when the pointer is at another. */
export function movedTo(from: number, grabbed: Spot, at: Spot): number {
  return snap(from + at.minute - grabbed.minute);
}

/** Whether two fillings of a column look the same: then it is not drawn anew. */
export function sameFilled(a: Filled, b: Filled): boolean {
  const same = (x: readonly Placed[], y: readonly Placed[]) =>
    x.length === y.length &&
    x.every((one, i) => {
      const other = y[i];
      return (
        other &&
        one.task === other.task &&
        one.key === other.key &&
        one.from === other.from &&
        one.to === other.to &&
        one.lane === other.lane &&
        one.lanes === other.lanes
      );
    });
  return (
    a === b ||
    (same(a.timed, b.timed) &&
      same(a.allDay, b.allDay) &&
      a.hidden.length === b.hidden.length &&
      a.hidden.every((h, i) => h.from === b.hidden[i]?.from && h.n === b.hidden[i]?.n))
  );
}
