import FullCalendar, { type CalendarRef } from '@fullcalendar/react';
import dayGrid from '@fullcalendar/react/daygrid';
import interaction from '@fullcalendar/react/interaction';
import ru from '@fullcalendar/react/locales/ru';
import timeGrid from '@fullcalendar/react/timegrid';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import '@fullcalendar/react/skeleton.css';
import './calendar.css';
import {
  CompleteDialog,
  NewTaskDialog,
  type Task,
  type TaskDraft,
  type TaskFilter,
  taskCalendar,
} from '@/features/tasks';
import type { ApiError } from '@/lib/api';
import { weekStart } from '@/lib/format';
import { useLang, useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { fromUnix, today } from '@/lib/zone';
import { ErrorState } from '@/ui/ErrorState';
import locale from '../locale';
import type { TasksSearch } from '../search';
import { CalendarEventView } from './CalendarEventView';
import { CalendarHead } from './CalendarHead';
import { type CalendarEvent, calendarEvents, dueAt, lengthOf, type Span, shownDays, stretchOf } from './calendar';
import { calendarTheme } from './calendarTheme';
import { useCalendarMoves } from './useCalendarMoves';

const VIEWS = { day: 'timeGridDay', week: 'timeGridWeek', month: 'dayGridMonth' } as const;
const PLUGINS = [dayGrid, timeGrid, interaction];
const WORK = { daysOfWeek: [1, 2, 3, 4, 5], startTime: '09:00', endTime: '18:00' };
const narrow = () => window.matchMedia('(max-width: 719px)').matches;

const propsOf = (event: { extendedProps: Record<string, unknown> }) =>
  event.extendedProps as CalendarEvent['extendedProps'];

/**
 * Tasks on a calendar. They are dragged to another time, drawn longer, made by a click on a free place; a click on one
 * opens it, which is the way without a pointer. Times are those of the account's zone.
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
  const lang = useLang();
  const mayEdit = can(useSession(), 'task.edit');
  const box = useRef<HTMLDivElement>(null);
  const calendar = useRef<CalendarRef>(null);
  const [asks, setAsks] = useState<{ what: 'result' | 'edit'; task: Task } | null>(null);
  const moves = useCalendarMoves();
  const [phone] = useState(narrow);
  const span: Span = search.span ?? (phone ? 'day' : 'week');
  const day = search.day ?? today();
  const first = weekStart();
  const days = shownDays(span, day, first);
  const [from, to] = stretchOf(days);
  const got = useQuery(taskCalendar(from, to, filter));
  const events = useMemo(
    () => (got.data ? calendarEvents(got.data, mayEdit, t('noText')) : []),
    [got.data, mayEdit, t],
  );
  useEffect(() => calendar.current?.getApi().changeView(VIEWS[span], day), [span, day]);
  // What scrolls can be scrolled by keys.
  useEffect(() => {
    for (const part of box.current?.querySelectorAll<HTMLElement>('div') ?? []) {
      const scrolls = part.scrollHeight > part.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(part).overflowY);
      if (!scrolls || part.tabIndex === 0) continue;
      part.tabIndex = 0;
      // A table allows no focus between its groups and their rows: what scrolls is the group itself.
      const group = part.parentElement?.closest('[role=rowgroup]');
      if (!group) continue;
      group.setAttribute('role', 'none');
      part.setAttribute('role', 'rowgroup');
    }
  });
  if (got.error && !got.data) return <ErrorState error={got.error as ApiError} onRetry={() => void got.refetch()} />;
  const open = (task: Task) => {
    if (mayEdit && !task.is_completed) setAsks({ what: 'edit', task });
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col bg-surface">
      <CalendarHead
        span={span}
        day={day}
        days={days}
        people={filter.people}
        onSpan={(next) => onGo({ span: next === 'week' ? undefined : next })}
        onDay={(next) => onGo({ day: next === today() ? undefined : next })}
      />
      {got.data?.more && <p className="border-b border-line px-4 py-1.5 text-small text-warn">{t('tooMany')}</p>}
      <section
        ref={box}
        data-ready={got.data ? span : undefined}
        aria-label={t('calendarName')}
        className="task-calendar min-h-0 flex-1"
      >
        <FullCalendar
          ref={calendar}
          plugins={PLUGINS}
          {...calendarTheme}
          locales={[ru]}
          locale={lang === 'ru' ? 'ru' : 'en'}
          timeZone="UTC"
          now={() => wallNow()}
          firstDay={first % 7}
          initialView={VIEWS[span]}
          initialDate={day}
          headerToolbar={false}
          height="100%"
          nowIndicator
          businessHours={WORK}
          scrollTime="08:00:00"
          slotMinHeight={26}
          eventMinHeight={25}
          slotDuration="00:30:00"
          snapDuration="00:15:00"
          defaultTimedEventDuration="00:30:00"
          slotHeaderFormat={{ hour: '2-digit', minute: '2-digit', hour12: false }}
          eventTimeFormat={{ hour: '2-digit', minute: '2-digit', hour12: false }}
          displayEventEnd={false}
          dayMaxEvents
          allDayText={t('allDay')}
          moreLinkContent={(more) => t('moreTasks', { n: more.num })}
          events={events}
          eventContent={(info) => (
            <CalendarEventView
              task={propsOf(info.event).task}
              coming={propsOf(info.event).coming}
              title={info.event.title}
              time={info.event.allDay ? '' : info.timeText}
              people={filter.people}
              short={info.view.type === VIEWS.month || info.event.allDay}
            />
          )}
          eventInteractive
          editable={mayEdit}
          eventLongPressDelay={350}
          selectable={!!onNew}
          selectMirror
          selectMinDistance={4}
          eventClick={(info) => open(propsOf(info.event).task)}
          dateClick={(at) => onNew?.({ due: dueAt(at.dateStr, at.allDay) })}
          select={(range) => {
            if (range.allDay) onNew?.({ due: dueAt(range.startStr, true) });
            else onNew?.({ due: dueAt(range.startStr, false), duration: lengthOf(range.startStr, range.endStr) });
            calendar.current?.getApi().unselect();
          }}
          eventDrop={(info) =>
            moves.move(propsOf(info.event).task, dueAt(info.event.startStr, info.event.allDay), info.revert)
          }
          eventResize={(info) =>
            moves.resize(
              propsOf(info.event).task,
              dueAt(info.event.startStr, info.event.allDay),
              lengthOf(info.event.startStr, info.event.endStr),
              info.revert,
            )
          }
        />
      </section>
      {asks?.what === 'result' && <CompleteDialog task={asks.task} onClose={() => setAsks(null)} />}
      {asks?.what === 'edit' && <NewTaskDialog task={asks.task} onClose={() => setAsks(null)} />}
    </div>
  );
}

function wallNow(): string {
  const { day, time } = fromUnix(Math.floor(Date.now() / 1000));
  return `${day}T${time}:00`;
}
