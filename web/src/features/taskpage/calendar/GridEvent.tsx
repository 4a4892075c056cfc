import type { Look } from './gridLook';
import type { Placed } from './layout';

/** Pixels of a minute. */
export const PX = 52 / 60;

const clock = (minute: number) => {
  const m = (minute + 1440) % 1440;
  return `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
};

/** A task in a column, or in its strip of whole days: a line in its colour, icon, time, text. It asks nothing by itself. */
export function GridEvent({
  placed,
  column,
  look,
  movable,
  narrow,
  now,
}: {
  placed: Placed;
  /** The number of its column. */
  column: number;
  look: Look;
  movable: boolean;
  /** There is room for the text alone: its place says the time. */
  narrow?: boolean;
  /** Unix seconds. */
  now: number;
}) {
  const { task, coming, due, from, to, lane, lanes } = placed;
  const { Icon, typeName, colour, who } = look.of(task);
  const title = task.text || look.noText;
  const overdue = !coming && !task.is_completed && due.due_at < now;
  const top = Math.max(0, from);
  const time = due.is_all_day || from < 0 ? '' : clock(from);
  const long = to - top >= 60;
  const tip = [
    due.is_all_day ? title : `${clock(from)} ${title}`,
    task.entity?.name,
    who,
    coming ? look.comesAgain : '',
  ].filter(Boolean);
  return (
    <button
      type="button"
      data-tip={tip.join('\n')}
      data-seg={`${column}|${placed.key}`}
      data-task-event={coming ? undefined : task.id}
      className={`tg-event ${due.is_all_day ? 'tg-whole' : 'tg-timed'} ${coming ? 'tg-coming' : ''} ${task.is_completed ? 'tg-done' : ''} ${movable ? 'tg-movable' : ''} ${narrow ? 'tg-narrow' : ''} ${narrow && overdue ? 'text-bad' : ''}`}
      style={
        due.is_all_day
          ? { borderLeftColor: colour }
          : {
              top: top * PX,
              height: (to - top) * PX - 1,
              left: `${(lane / lanes) * 100}%`,
              width: `calc(${100 / lanes}% - 2px)`,
              borderLeftColor: colour,
            }
      }
    >
      <Icon role="img" aria-label={typeName} size={12} className="mt-0.5 shrink-0" style={{ color: colour }} />
      <span className={long ? 'tg-text' : 'tg-text truncate'}>
        {time && <span className={`tg-time tabular pr-1 ${overdue ? 'text-bad' : 'text-muted'}`}>{time}</span>}
        {title}
        {who && <span className="text-muted"> · {who}</span>}
      </span>
      {movable && !due.is_all_day && <span data-grip aria-hidden="true" className="tg-grip" />}
    </button>
  );
}
