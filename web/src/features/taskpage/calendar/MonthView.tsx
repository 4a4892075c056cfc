import FullCalendar, { type CalendarRef } from '@fullcalendar/react';
import dayGrid from '@fullcalendar/react/daygrid';
import interaction from '@fullcalendar/react/interaction';
import ru from '@fullcalendar/react/locales/ru';
import { useEffect, useMemo, useRef } from 'react';
import '@fullcalendar/react/skeleton.css';
import './calendar.css';
import type { Due, Task, TaskDraft } from '@/features/tasks';
import { useLang, useText } from '@/lib/i18n';
import { fromUnix } from '@/lib/zone';
import locale from '../locale';
import { CalendarEventView } from './CalendarEventView';
import { type CalendarEvent, type Coming, calendarEvents, dueAt } from './calendar';
import { calendarTheme } from './calendarTheme';

const PLUGINS = [dayGrid, interaction];

const propsOf = (event: { extendedProps: Record<string, unknown> }) =>
  event.extendedProps as CalendarEvent['extendedProps'];

/** A month of tasks by day. They are dragged to another day; a click on a free place makes one. */
export function MonthView({
  day,
  first,
  got,
  people,
  mayEdit,
  onOpen,
  onNew,
  onMove,
}: {
  day: string;
  /** The day a week begins with; Monday is 1. */
  first: number;
  got: { items: readonly Task[]; coming: readonly Coming[]; repeating: readonly Task[] } | undefined;
  people: readonly number[];
  mayEdit: boolean;
  onOpen: (task: Task) => void;
  onNew: ((draft: Partial<TaskDraft>) => void) | undefined;
  onMove: (task: Task, due: Due, revert: () => void) => void;
}) {
  const t = useText(locale);
  const lang = useLang();
  const box = useRef<HTMLDivElement>(null);
  const calendar = useRef<CalendarRef>(null);
  const events = useMemo(() => (got ? calendarEvents(got, t('noText')) : []), [got, t]);
  useEffect(() => calendar.current?.getApi().gotoDate(day), [day]);
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
  return (
    <div ref={box} className="task-calendar min-h-0 flex-1">
      <FullCalendar
        ref={calendar}
        plugins={PLUGINS}
        {...calendarTheme}
        locales={[ru]}
        locale={lang === 'ru' ? 'ru' : 'en'}
        timeZone="UTC"
        now={() => wallNow()}
        firstDay={first % 7}
        initialView="dayGridMonth"
        initialDate={day}
        headerToolbar={false}
        height="100%"
        eventTimeFormat={{ hour: '2-digit', minute: '2-digit', hour12: false }}
        displayEventEnd={false}
        dayMaxEvents
        moreLinkContent={(more) => t('moreTasks', { n: more.num })}
        events={events}
        eventContent={(info) => (
          <CalendarEventView
            task={propsOf(info.event).task}
            coming={propsOf(info.event).coming}
            title={info.event.title}
            time={info.event.allDay ? '' : info.timeText}
            people={people}
            short
          />
        )}
        eventInteractive
        editable={mayEdit}
        eventLongPressDelay={350}
        eventClick={(info) => onOpen(propsOf(info.event).task)}
        dateClick={(at) => onNew?.({ due: dueAt(at.dateStr, at.allDay) })}
        eventDrop={(info) =>
          onMove(propsOf(info.event).task, dueAt(info.event.startStr, info.event.allDay), info.revert)
        }
      />
    </div>
  );
}

function wallNow(): string {
  const { day, time } = fromUnix(Math.floor(Date.now() / 1000));
  return `${day}T${time}:00`;
}
