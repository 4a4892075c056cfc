import { beforeAll, expect, it } from 'vitest';
import type { Task } from '@/features/tasks';
import { setAccountFormat } from '@/lib/format';
import { toUnix } from '@/lib/zone';
import { calendarEvents, columnsOf, dueAt, shownDays, stepDay, stretchOf, weekOf } from './calendar';

beforeAll(() => setAccountFormat({ timeZone: 'Europe/Berlin' }));

const at = (day: string, time = '00:00') => toUnix({ day, time });
const task = (patch: Partial<Task>) =>
  ({
    id: 1,
    text: 'Звонок',
    due_at: at('2026-11-12', '15:00'),
    duration: 0,
    is_all_day: false,
    is_completed: false,
    can: { edit: true, complete: true, delete: true },
    ...patch,
  }) as Task;

it.each([
  ['2026-11-11', 1, '2026-11-09'],
  ['2026-11-09', 1, '2026-11-09'],
  ['2026-11-15', 1, '2026-11-09'],
  ['2026-11-15', 7, '2026-11-15'],
  ['2026-11-14', 7, '2026-11-08'],
])('the week of %s that begins with %d', (day, first, monday) => expect(weekOf(day, first)).toBe(monday));

it.each([
  ['day', { from: '2026-11-11', to: '2026-11-12' }],
  ['week', { from: '2026-11-09', to: '2026-11-16' }],
  ['month', { from: '2026-10-26', to: '2026-12-07' }],
] as const)('a %s shows', (span, days) => expect(shownDays(span, '2026-11-11', 1)).toEqual(days));

it('knows that the week the clock is put back is longer', () => {
  const [from, to] = stretchOf(shownDays('week', '2026-10-25', 1));
  expect((to - from) / 3600).toBe(7 * 24 + 1);
});

it.each([
  ['day', '2026-02-28', 1, '2026-03-01'],
  ['week', '2026-12-30', 1, '2027-01-06'],
  ['month', '2026-01-31', 1, '2026-02-28'],
  ['month', '2026-03-31', -1, '2026-02-28'],
  ['month', '2026-12-15', 1, '2027-01-15'],
] as const)('steps by a %s from %s', (span, day, by, next) => expect(stepDay(span, day, by)).toBe(next));

it('draws tasks where the wall clock of the account has them', () => {
  const items = [
    task({}),
    task({ id: 2, duration: 5400 }),
    task({ id: 3, is_all_day: true, due_at: at('2026-11-12', '23:59') }),
    task({ id: 4, is_completed: true, text: '' }),
  ];
  const events = calendarEvents({ items, coming: [], repeating: [] }, 'Без описания');
  expect(events.map((e) => [e.start, e.end, e.allDay, e.editable, e.title])).toEqual([
    ['2026-11-12T15:00:00', undefined, false, true, 'Звонок'],
    ['2026-11-12T15:00:00', '2026-11-12T16:30:00', false, true, 'Звонок'],
    ['2026-11-12', undefined, true, true, 'Звонок'],
    ['2026-11-12T15:00:00', undefined, false, false, 'Без описания'],
  ]);
});

it('draws coming days of what repeats, which cannot be moved', () => {
  const repeating = [task({ id: 7 })];
  const coming = [
    { task_id: 7, due_at: at('2026-11-13', '15:00'), duration: 0, is_all_day: false },
    { task_id: 8, due_at: at('2026-11-13', '15:00'), duration: 0, is_all_day: false },
  ];
  const events = calendarEvents({ items: [], coming, repeating }, '');
  expect(events.map((e) => [e.start, e.editable, e.extendedProps.coming])).toEqual([
    ['2026-11-13T15:00:00', false, true],
  ]);
});

it('reads the place something was put to', () => {
  expect(dueAt('2026-11-12T09:30:00Z', false)).toEqual({ due_at: at('2026-11-12', '09:30'), is_all_day: false });
  expect(dueAt('2026-11-12', true)).toEqual({ due_at: at('2026-11-12', '23:59') + 59, is_all_day: true });
});

it('has a column for each day, or for each person of one day', () => {
  expect(columnsOf('2026-11-30', '2026-12-02', []).map((c) => c.day)).toEqual(['2026-11-30', '2026-12-01']);
  expect(columnsOf('2026-11-30', '2026-12-01', [7, 3]).map((c) => c.person)).toEqual([7, 3]);
});
