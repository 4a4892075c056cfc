import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { usePeopleById } from '@/lib/bootstrap';
import { getLang, useText } from '@/lib/i18n';
import { useWorkCalendars } from '@/lib/workHours';
import { fromUnix, today } from '@/lib/zone';
import { Avatar } from '@/ui/Avatar';
import locale from '../locale';
import './grid.css';
import { GridColumn } from './GridColumn';
import { GridEvent, PX } from './GridEvent';
import { useLook } from './gridLook';
import type { Column, Filled } from './layout';
import { type GridDeeds, useGridDrag } from './useGridDrag';

const HOURS = Array.from({ length: 23 }, (_, i) => `${String(i + 1).padStart(2, '0')}:00`);
const WHOLE = 6; // of them are seen before the strip is opened

const inWords = (day: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(getLang() === 'ru' ? 'ru' : 'en-GB', { ...options, timeZone: 'UTC' }).format(
    new Date(`${day}T12:00:00Z`),
  );

/** Unix seconds, a new one every minute. */
function useMinute(): number {
  const [now, setNow] = useState(() => Math.floor(Date.now() / 60_000) * 60);
  useEffect(() => {
    const timer = setInterval(() => setNow(Math.floor(Date.now() / 60_000) * 60), 20_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Hours of days, or of people side by side. Tasks stand in columns; free time is shaded by everybody's working hours. */
export function TimeGrid({
  columns,
  filled,
  people,
  me,
  mayEdit,
  deeds,
  onMore,
}: {
  columns: readonly Column[];
  filled: readonly Filled[];
  /** Those the calendar shows; none: everybody. */
  people: readonly number[];
  me: number;
  mayEdit: boolean;
  deeds: Pick<GridDeeds, 'onOpen' | 'onMake' | 'onMove' | 'onResize'>;
  onMore: (column: number) => void;
}) {
  const t = useText(locale);
  const box = useRef<HTMLDivElement>(null);
  const byId = usePeopleById();
  const calendars = useWorkCalendars();
  const now = useMinute();
  const apart = columns.some((c) => c.person !== undefined);
  const look = useLook(people, apart);
  const [open, setOpen] = useState(false);
  const live = useRef<GridDeeds>({ columns: columns.length, filled, mayEdit, ...deeds });
  useLayoutEffect(() => {
    live.current = { columns: columns.length, filled, mayEdit, ...deeds };
  });
  useGridDrag(box, live);
  const more = useRef(onMore);
  useLayoutEffect(() => {
    more.current = onMore;
  });
  const [toMore] = useState(() => (column: number) => more.current(column));
  const whose = (column: Column) => column.person ?? (people.length === 1 ? (people[0] ?? 0) : people.length ? 0 : me);
  const frees = columns.map((c) => calendars?.(whose(c)).free(c.day) ?? []);
  // The day begins an hour before work does.
  const first = frees[0]?.[0];
  const begins = calendars ? Math.max(0, (first && first[0] === 0 && first[1] < 1440 ? first[1] : 540) - 60) : null;
  const scrolled = useRef(false);
  useLayoutEffect(() => {
    if (scrolled.current || begins === null || !box.current) return;
    scrolled.current = true;
    box.current.scrollTop = begins * PX - 10;
  }, [begins]);
  const current = today();
  const wall = fromUnix(now);
  const nowAt = Number(wall.time.slice(0, 2)) * 60 + Number(wall.time.slice(3));
  const nameOf = (c: Column) =>
    c.person !== undefined
      ? (byId.get(c.person)?.name ?? '')
      : inWords(c.day, { weekday: 'long', day: 'numeric', month: 'long' });
  const deepest = Math.max(0, ...filled.map((f) => f.allDay.length));
  return (
    <section
      ref={box}
      aria-label={t('hours')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
      tabIndex={0}
      className="tg"
      style={{ '--tg-n': columns.length } as React.CSSProperties}
    >
      <div data-head className="tg-head">
        <div className="tg-row border-b border-line">
          <div className="tg-gutter" />
          {columns.map((c) => {
            const special = calendars?.(whose(c)).special(c.day)?.name;
            return (
              <div key={c.key} className="tg-cell px-1.5 py-1.5 text-small">
                {c.person !== undefined ? (
                  <span className="flex min-w-0 items-center gap-1.5">
                    <Avatar name={nameOf(c)} size={16} />
                    <span className="truncate font-semibold">{nameOf(c)}</span>
                  </span>
                ) : (
                  <span className={`truncate ${c.day === current ? 'font-semibold text-accent' : 'text-muted'}`}>
                    {inWords(c.day, { weekday: 'short', day: 'numeric' })}
                  </span>
                )}
                {special && <span className="block truncate text-muted">{special}</span>}
              </div>
            );
          })}
        </div>
        <div className="tg-row tg-whole-row border-b border-line">
          <div className="tg-gutter px-2 py-1 text-right text-small text-muted">{t('allDay')}</div>
          {columns.map((c, i) => {
            const all = filled[i]?.allDay ?? [];
            const shown = open ? all : all.slice(0, all.length > WHOLE ? WHOLE - 1 : WHOLE);
            return (
              <div key={c.key} data-whole={i} className="tg-cell tg-whole-cell">
                {shown.map((placed) => (
                  <GridEvent
                    key={placed.key}
                    placed={placed}
                    column={i}
                    look={look}
                    now={now}
                    movable={placed.task.can.edit && !placed.coming && !placed.task.is_completed}
                  />
                ))}
                {shown.length < all.length && (
                  <button type="button" className="tg-rest tabular" onClick={() => setOpen(true)}>
                    {t('moreTasks', { n: all.length - shown.length })}
                  </button>
                )}
              </div>
            );
          })}
          {open && deepest > WHOLE && (
            <button type="button" className="tg-fold" onClick={() => setOpen(false)}>
              {t('fold')}
            </button>
          )}
        </div>
      </div>
      <div data-grid className="tg-row tg-body" style={{ height: 1440 * PX }}>
        <div className="tg-gutter tg-hours">
          {HOURS.map((hour, i) => (
            <span key={hour} className="tabular" style={{ top: (i + 1) * 60 * PX }}>
              {hour}
            </span>
          ))}
        </div>
        {columns.map((c, i) => (
          <GridColumn
            key={c.key}
            at={i}
            name={nameOf(c)}
            today={c.day === current}
            filled={filled[i] ?? { timed: [], allDay: [], hidden: [] }}
            free={frees[i] ?? []}
            look={look}
            now={now}
            wide={columns.length < 4}
            onMore={toMore}
          />
        ))}
        {columns.map(
          (c, i) =>
            c.day === current && (
              <div
                key={c.key}
                aria-hidden="true"
                className="tg-now"
                style={{ top: nowAt * PX, '--tg-at': i } as React.CSSProperties}
              />
            ),
        )}
        <div data-shade hidden aria-hidden="true" className="tg-shade tabular" />
      </div>
    </section>
  );
}
