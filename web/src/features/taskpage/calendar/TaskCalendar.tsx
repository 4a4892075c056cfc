import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { NewTaskDialog, type Task, type TaskDraft, type TaskFilter, taskCalendar } from '@/features/tasks';
import type { ApiError } from '@/lib/api';
import { useMe } from '@/lib/bootstrap';
import { weekStart } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { today, toUnix } from '@/lib/zone';
import { ErrorState } from '@/ui/ErrorState';
import { later } from '@/ui/later';
import locale from '../locale';
import type { TasksSearch } from '../search';
import { CalendarHead } from './CalendarHead';
import { columnsOf, dueAt, type Span, shownDays, stretchOf } from './calendar';
import { fillColumns, type Placed, type Spot, wallOf } from './layout';
import { TimeGrid } from './TimeGrid';
import { useCalendarMoves } from './useCalendarMoves';
import { useVisiblePeople } from './useVisiblePeople';

const MonthView = later(() => import('./MonthView').then((m) => m.MonthView));
const narrow = () => window.matchMedia('(max-width: 719px)').matches;
const NOTHING = { items: [], coming: [], repeating: [] };
/** So many tasks stand side by side in a column of a week, and of a day. */
const LANES = { week: 4, day: 16, people: 4 };

/**
 * Tasks on a calendar. They are dragged to another time, or to another person's column, drawn longer, made by a click on a
 * free place; a click on one opens it, which is the way without a pointer. Times are those of the account's zone.
 */
export function TaskCalendar({
  search,
  filter,
  onGo,
  onNew,
}: {
  search: TasksSearch;
  filter: TaskFilter;
  onGo: (patch: { [K in keyof TasksSearch]?: TasksSearch[K] | undefined }) => void;
  onNew: ((draft: Partial<TaskDraft>) => void) | undefined;
}) {
  const t = useText(locale);
  const me = useMe();
  const mayEdit = can(useSession(), 'task.edit');
  const [editing, setEditing] = useState<Task | null>(null);
  const moves = useCalendarMoves();
  const [phone] = useState(narrow);
  const span: Span = search.span ?? (phone ? 'day' : 'week');
  const day = search.day ?? today();
  const first = weekStart();
  const days = shownDays(span, day, first);
  const [from, to] = stretchOf(days);
  const got = useQuery(taskCalendar(from, to, filter));
  const { seen, unseen } = useVisiblePeople(filter.people);
  const apart = span === 'day' && seen.length > 1;
  const columns = useMemo(() => columnsOf(days.from, days.to, apart ? seen : []), [days.from, days.to, apart, seen]);
  const filled = useMemo(
    () => fillColumns(columns, got.data ?? NOTHING, LANES[apart ? 'people' : span === 'day' ? 'day' : 'week']),
    [columns, got.data, apart, span],
  );
  if (got.error && !got.data) return <ErrorState error={got.error as ApiError} onRetry={() => void got.refetch()} />;
  const open = (task: Task) => {
    if (task.can.edit && !task.is_completed) setEditing(task);
  };
  const columnAt = (n: number) => columns[n] ?? { key: day, day };
  const dueOf = (n: number, minute: number, whole: boolean) => {
    const wall = wallOf(columnAt(n).day, minute);
    return dueAt(whole ? columnAt(n).day : `${wall.day}T${wall.time}`, whole);
  };
  const make = (spot: Spot, end: Spot | null) => {
    const { person } = columnAt(spot.column);
    onNew?.({
      due: dueOf(spot.column, spot.minute, spot.allDay),
      ...(end ? { duration: (end.minute - spot.minute) * 60 } : {}),
      ...(person !== undefined ? { responsible_id: person } : {}),
    });
  };
  const move = (placed: Placed, home: number, spot: Spot, minute: number) => {
    const target = columnAt(spot.column).person;
    // Who takes part keeps the task with the one who does it: only its time changes.
    const given = spot.column !== home && target !== undefined && placed.task.responsible_id === columnAt(home).person;
    moves.move(placed.task, dueOf(spot.column, minute, spot.allDay), given ? target : undefined);
  };
  const resize = (placed: Placed, home: number, end: number) => {
    const wall = wallOf(columnAt(home).day, end);
    moves.resize(placed.task, Math.max(0, toUnix(wall) - placed.task.due_at));
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-surface">
      <CalendarHead
        span={span}
        day={day}
        days={days}
        people={apart ? [] : filter.people}
        onSpan={(next) => onGo({ span: next === 'week' ? undefined : next })}
        onDay={(next) => onGo({ day: next === today() ? undefined : next })}
      />
      {got.data?.more && <p className="border-b border-line px-4 py-1.5 text-small text-warn">{t('tooMany')}</p>}
      {span === 'day' && unseen > 0 && (
        <p className="border-b border-line px-4 py-1.5 text-small text-muted">{t('unseenPeople', { n: unseen })}</p>
      )}
      <section
        data-ready={got.data ? span : undefined}
        aria-label={t('calendarName')}
        className="flex min-h-0 flex-1 flex-col"
      >
        {span === 'month' ? (
          <MonthView
            day={day}
            first={first}
            got={got.data}
            people={filter.people}
            mayEdit={mayEdit}
            onOpen={open}
            onNew={onNew}
            onMove={(task, due, revert) => moves.move(task, due, undefined, revert)}
          />
        ) : (
          <TimeGrid
            key={span}
            columns={columns}
            filled={filled}
            people={filter.people}
            me={me.id}
            mayEdit={mayEdit}
            deeds={{
              onOpen: (placed) => open(placed.task),
              onMake: onNew && make,
              onMove: move,
              onResize: resize,
            }}
            onMore={(n) => onGo({ span: 'day', day: columnAt(n).day === today() ? undefined : columnAt(n).day })}
          />
        )}
      </section>
      {editing && <NewTaskDialog task={editing} onClose={() => setEditing(null)} />}
    </div>
  );
}
