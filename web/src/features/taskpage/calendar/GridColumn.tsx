import { memo } from 'react';
import type { Minutes } from '@/lib/workHours';
import { GridEvent, PX } from './GridEvent';
import type { Look } from './gridLook';
import { type Filled, sameFilled } from './layout';

/** The hours of one column: what is free time, what is to be done, and how much found no room. */
export const GridColumn = memo(
  function GridColumn({
    at,
    name,
    today,
    filled,
    free,
    look,
    now,
    wide,
    onMore,
  }: {
    /** The number of the column. */
    at: number;
    name: string;
    today: boolean;
    filled: Filled;
    free: readonly Minutes[];
    look: Look;
    now: number;
    /** The column has room for several tasks beside each other. */
    wide: boolean;
    /** Opens the day, where there is more room. */
    onMore: (column: number) => void;
  }) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a column
      <div role="group" aria-label={name} data-col={at} className={`tg-col ${today ? 'tg-today' : ''}`}>
        {free.map(([from, to]) => (
          <div key={from} className="tg-free" style={{ top: from * PX, height: (to - from) * PX }} />
        ))}
        {filled.timed.map((placed) => (
          <GridEvent
            key={placed.key}
            placed={placed}
            column={at}
            look={look}
            now={now}
            narrow={!wide && placed.lanes > 2}
            movable={placed.task.can.edit && !placed.coming && !placed.task.is_completed}
          />
        ))}
        {filled.hidden.map(({ from, n }) => (
          <button
            key={from}
            type="button"
            className="tg-more tabular"
            style={{ top: from * PX }}
            onClick={() => onMore(at)}
          >
            {look.more(n)}
          </button>
        ))}
      </div>
    );
  },
  (a, b) =>
    sameFilled(a.filled, b.filled) &&
    a.look === b.look &&
    a.now === b.now &&
    a.wide === b.wide &&
    a.name === b.name &&
    a.today === b.today &&
    a.free.length === b.free.length &&
    a.free.every((f, i) => f[0] === b.free[i]?.[0] && f[1] === b.free[i]?.[1]),
);
