import { beforeAll, expect, it } from 'vitest';
import { setAccountFormat } from '@/lib/format';
import { fromUnix, toUnix } from '@/lib/zone';
import { bucketOf, dayOf, mapTasks, moveTo, orderTasks, quickDue, type Task, weekEnd } from './model';

beforeAll(() => setAccountFormat({ timeZone: 'Europe/Moscow' }));

// Wednesday.
const now = () => toUnix({ day: '2026-11-11', time: '12:00' });
const at = (day: string, time: string) => toUnix({ day, time });

it.each([
  ['2026-11-11', '11:59', 'overdue'],
  ['2026-11-11', '12:30', 'today'],
  ['2026-11-12', '00:00', 'tomorrow'],
  ['2026-11-13', '09:00', 'week'],
  ['2026-11-15', '23:59', 'week'],
  ['2026-11-16', '00:00', 'later'],
])('puts %s %s into %s', (day, time, bucket) => {
  expect(bucketOf(at(day, time), now())).toBe(bucket);
});

it.each([
  ['today', '2026-11-11'],
  ['tomorrow', '2026-11-12'],
  ['week', '2026-11-13'],
  ['later', '2026-11-16'],
  ['overdue', null],
] as const)('the first day of %s is %s', (bucket, day) => {
  expect(dayOf(bucket, '2026-11-11')).toBe(day);
});

it('has no "this week" on Saturday and no Monday twice on Sunday', () => {
  expect(dayOf('week', '2026-11-14')).toBeNull();
  expect(dayOf('later', '2026-11-15')).toBe('2026-11-17');
  expect(weekEnd('2026-11-15')).toBe('2026-11-15');
});

it('keeps the time of day when a task moves, unless it has passed', () => {
  const early = { due_at: at('2026-11-10', '09:00'), is_all_day: false };
  const late = { due_at: at('2026-11-10', '18:30'), is_all_day: false };
  expect(moveTo(early, 'today', now())).toMatchObject({ is_all_day: true });
  expect(fromUnix(moveTo(late, 'today', now())?.due_at ?? 0)).toEqual({ day: '2026-11-11', time: '18:30' });
  expect(fromUnix(moveTo(early, 'tomorrow', now())?.due_at ?? 0)).toEqual({ day: '2026-11-12', time: '09:00' });
  expect(moveTo(late, 'overdue', now())).toBeNull();
});

it('offers quick dates', () => {
  expect(fromUnix(quickDue('hour', now()).due_at)).toEqual({ day: '2026-11-11', time: '13:00' });
  expect(fromUnix(quickDue('in3', now()).due_at).day).toBe('2026-11-14');
});

it('changes tasks in lists and in pages', () => {
  const tasks = [{ id: 1 }, { id: 2 }] as Task[];
  const drop = (t: Task) => (t.id === 1 ? null : t);
  expect(mapTasks(tasks, drop)).toEqual([{ id: 2 }]);
  expect(mapTasks({ pages: [{ items: tasks }], pageParams: [''] }, drop)).toEqual({
    pages: [{ items: [{ id: 2 }] }],
    pageParams: [''],
  });
  expect(mapTasks(undefined, drop)).toBeUndefined();
});

it('orders by when it is due', () => {
  const tasks = [
    { id: 1, due_at: 9 },
    { id: 2, due_at: 3 },
  ] as Task[];
  expect(orderTasks(tasks).map((t) => t.id)).toEqual([2, 1]);
});
