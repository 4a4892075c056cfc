import { beforeAll, describe, expect, it } from 'vitest';
import type { Task } from '@/features/tasks';
import { setAccountFormat } from '@/lib/format';
import { toUnix } from '@/lib/zone';
import { fillColumns, movedTo, wallOf } from './layout';

beforeAll(() => setAccountFormat({ timeZone: 'Europe/Berlin' }));

let id = 0;
const task = (day: string, time: string, minutes = 0, more: Partial<Task> = {}) =>
  ({
    id: ++id,
    text: time,
    due_at: toUnix({ day, time }),
    duration: minutes * 60,
    is_all_day: false,
    responsible_id: 1,
    participants: [],
    ...more,
  }) as unknown as Task;
const fill = (days: string[], items: Task[], most = 9) =>
  fillColumns(
    days.map((day) => ({ key: day, day })),
    { items, coming: [], repeating: [] },
    most,
  );
const shape = (list: { from: number; to: number; lane: number; lanes: number }[]) =>
  list.map(({ from, to, lane, lanes }) => [from, to, lane, lanes]);

describe('the columns of a calendar', () => {
  it('puts what lies over each other side by side, and no more than that', () => {
    const [column] = fill(
      ['2026-11-12'],
      [
        task('2026-11-12', '09:00', 60),
        task('2026-11-12', '09:30', 60),
        task('2026-11-12', '10:00', 30),
        task('2026-11-12', '12:00'),
      ],
    );
    expect(shape(column?.timed ?? [])).toEqual([
      [540, 600, 0, 2],
      [570, 630, 1, 2],
      [600, 630, 0, 2],
      [720, 750, 0, 1],
    ]);
  });

  it('counts those that find no room where the crowd begins', () => {
    const crowd = Array.from({ length: 6 }, () => task('2026-11-12', '09:00', 60));
    const [column] = fill(['2026-11-12'], [...crowd, task('2026-11-12', '11:00', 60)], 4);
    expect(column?.timed).toHaveLength(5);
    expect(column?.hidden).toEqual([{ from: 540, n: 2 }]);
    expect(column?.timed.at(-1)?.lanes).toBe(1);
  });

  it('shows a night in both its days', () => {
    const [first, second] = fill(['2026-11-12', '2026-11-13'], [task('2026-11-12', '22:00', 480)]);
    expect(shape(first?.timed ?? [])).toEqual([[1320, 1440, 0, 1]]);
    expect(shape(second?.timed ?? [])).toEqual([[-120, 360, 0, 1]]);
  });

  it('leaves what ends at midnight in its own day', () => {
    const [first, second] = fill(['2026-11-12', '2026-11-13'], [task('2026-11-12', '22:00', 120)]);
    expect(shape(first?.timed ?? [])).toEqual([[1320, 1440, 0, 1]]);
    expect(second?.timed).toEqual([]);
  });

  it('reads the wall clock on the day it is changed', () => {
    const [spring] = fill(['2026-03-29'], [task('2026-03-29', '09:00'), task('2026-03-29', '01:00')]);
    expect(spring?.timed.map((x) => x.from)).toEqual([60, 540]);
    const [autumn] = fill(['2026-10-25'], [task('2026-10-25', '09:00')]);
    expect(autumn?.timed.map((x) => x.from)).toEqual([540]);
  });

  it('gives each person a column of theirs', () => {
    const items = [
      task('2026-11-12', '09:00', 30, { responsible_id: 1, participants: [2] }),
      task('2026-11-12', '10:00', 30, { responsible_id: 2 }),
      task('2026-11-12', '23:59', 0, { responsible_id: 2, is_all_day: true }),
    ];
    const columns = [1, 2, 3].map((person) => ({ key: String(person), day: '2026-11-12', person }));
    const filled = fillColumns(columns, { items, coming: [], repeating: [] }, 9);
    expect(filled.map((c) => [c.timed.length, c.allDay.length])).toEqual([
      [1, 0],
      [2, 1],
      [0, 0],
    ]);
  });

  it('draws the days a repeating task comes back on', () => {
    const repeating = [task('2026-11-11', '15:00')];
    const coming = [
      {
        task_id: repeating[0]?.id ?? 0,
        due_at: toUnix({ day: '2026-11-12', time: '15:00' }),
        duration: 0,
        is_all_day: false,
      },
      { task_id: 99_999, due_at: toUnix({ day: '2026-11-12', time: '15:00' }), duration: 0, is_all_day: false },
    ];
    const [column] = fillColumns([{ key: 'd', day: '2026-11-12' }], { items: [], coming, repeating }, 9);
    expect(column?.timed.map((x) => [x.from, x.coming])).toEqual([[900, true]]);
  });
});

it('moves by quarters of an hour, over midnight too', () => {
  const spot = (minute: number) => ({ column: 0, minute, allDay: false });
  expect(movedTo(540, spot(550), spot(611))).toBe(600);
  expect(wallOf('2026-11-12', 615)).toEqual({ day: '2026-11-12', time: '10:15' });
  expect(wallOf('2026-11-12', -30)).toEqual({ day: '2026-11-11', time: '23:30' });
  expect(wallOf('2026-11-30', 1440)).toEqual({ day: '2026-12-01', time: '00:00' });
});
