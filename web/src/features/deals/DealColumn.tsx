import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { Ellipsis } from 'lucide-react';
import { memo, type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { Field, Status } from '@/lib/bootstrap';
import { formatMoney, formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { cx } from '@/ui/cx';
import { type Hue, hueVar } from '@/ui/hues';
import { openMenu } from '@/ui/openMenu';
import { useWindow } from '@/ui/useWindow';
import type { Column } from './board';
import { type CardActions, cardHeight, DealCard } from './DealCard';
import locale from './locale';

const GAP = 6;
/** Room below the last card. */
const END = 12;

export interface ColumnActions {
  more: (status: number, after: string) => void;
  selectAll: (column: Column) => void;
  collapse: (status: number, on: boolean) => void;
}

/** A stage of the board: its head with count and sum, and the cards in sight. */
export const DealColumn = memo(function DealColumn({
  index,
  status,
  column,
  people,
  fields,
  selected,
  current,
  dragged,
  collapsed,
  moreFailed,
  cards,
  actions,
  children,
}: {
  index: number;
  status: Status;
  column: Column;
  people: ReadonlyMap<number, { name: string }>;
  /** Own fields the cards show. */
  fields: readonly Field[];
  selected: ReadonlySet<number>;
  current: number | null;
  dragged: ReadonlySet<number>;
  collapsed: boolean;
  moreFailed: boolean;
  cards: CardActions;
  actions: ColumnActions;
  /** Above the cards: the quick-add form. */
  children?: ReactNode;
}) {
  const t = useText(locale);
  const frame = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const { status_id: id, items, next, count, sum, stale } = column;
  const weighted = sum > 0 && status.probability != null ? Math.round((sum * status.probability) / 100) : null;

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.kind === 'deals',
      getData: () => ({ kind: 'status', status: id }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [id]);
  useEffect(() => {
    const element = scroller.current;
    if (element && !collapsed)
      return autoScrollForElements({ element, canScroll: ({ source }) => source.data.kind === 'deals' });
  }, [collapsed]);

  const heightOf = useCallback((i: number) => (items[i] ? cardHeight(items[i]) : 86), [items]);
  const keyOf = useCallback((i: number) => items[i]?.id ?? -i, [items]);
  const rows = useWindow({ scroller, count: items.length, height: 86, heightOf, keyOf, gap: GAP, room: 760 });
  const last = rows.items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (next !== '' && !moreFailed && last >= items.length - 8) actions.more(id, next);
  }, [last, items.length, next, id, actions, moreFailed]);

  // The tab stop follows the keyboard into the part that is not drawn yet. Only then: when cards of others push the
  // current one up or down, the column stays where the person scrolled it.
  const { scrollTo } = rows;
  const latest = useRef(items);
  latest.current = items;
  useEffect(() => {
    const at = current === null ? -1 : latest.current.findIndex((c) => c.id === current);
    if (at >= 0) scrollTo(at);
  }, [current, scrollTo]);

  const hue = hueVar((status.hue || 9) as Hue);
  if (collapsed) {
    return (
      <section ref={frame} className={cx('flex w-10 shrink-0 flex-col items-center gap-2 py-2', over && 'bg-selected')}>
        <button
          type="button"
          aria-label={t('expand', { name: status.name })}
          onClick={() => actions.collapse(id, false)}
          className="flex min-h-0 flex-1 flex-col items-center gap-2 rounded-control px-1 hover:bg-hover"
        >
          <span className="size-2 rounded-full" style={{ background: hue }} />
          <span className="tabular text-small text-muted">{formatNumber(count)}</span>
          <span className="truncate font-medium [writing-mode:vertical-rl]">{status.name}</span>
        </button>
      </section>
    );
  }
  return (
    <section
      ref={frame}
      aria-label={status.name}
      className={cx('flex w-[284px] shrink-0 flex-col max-desk:w-full', over && 'bg-selected/60')}
    >
      <header className="mx-1.5 border-b-2 px-1 pt-2 pb-1.5" style={{ borderColor: hue }}>
        <div className="flex items-center gap-2">
          <h2 className="min-w-0 flex-1 truncate font-semibold" data-tip={status.description || undefined}>
            {status.name}
          </h2>
          <button
            type="button"
            aria-haspopup="menu"
            aria-label={t('columnMenu', { name: status.name })}
            className="grid size-6 place-items-center rounded-small text-muted hover:bg-hover hover:text-fg max-desk:-my-2.5 max-desk:size-11"
            onClick={(event) =>
              openMenu({
                anchor: event.currentTarget,
                align: 'end',
                items: [
                  { id: 'all', label: t('selectAll'), onSelect: () => actions.selectAll(column) },
                  { id: 'collapse', label: t('collapse'), onSelect: () => actions.collapse(id, true) },
                ],
              })
            }
          >
            <Ellipsis aria-hidden="true" size={16} />
          </button>
        </div>
        <p className="tabular flex justify-between gap-2 text-small text-muted">
          <span className="truncate">
            {t('count', { n: count })}
            {stale > 0 && (
              <span
                className="text-warn"
                data-tip={t('staleTip', { n: stale, share: Math.round((stale / count) * 100) })}
              >
                {' · '}
                {t('stale', { n: stale })}
              </span>
            )}
          </span>
          <span
            className="truncate"
            data-tip={
              weighted === null
                ? undefined
                : t('weighted', { sum: formatMoney(weighted), share: status.probability ?? 0 })
            }
          >
            {sum > 0 ? formatMoney(sum) : ''}
          </span>
        </p>
      </header>
      <div ref={scroller} data-col={index} className="min-h-0 flex-1 overflow-y-auto px-1.5 pt-1.5 [contain:strict]">
        {children}
        {items.length === 0 && !children && <p className="px-1 py-3 text-small text-muted">{t('columnEmpty')}</p>}
        <ul className="relative" style={{ height: rows.total + END }}>
          {rows.items.map((row) => {
            const card = items[row.index];
            if (!card) return null;
            return (
              <li
                key={card.id}
                ref={rows.measure}
                data-key={card.id}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <DealCard
                  card={card}
                  person={people.get(card.responsible_id)?.name ?? ''}
                  staleDays={status.stale_days ?? null}
                  fields={fields}
                  selected={selected.has(card.id)}
                  current={current === card.id}
                  dragging={dragged.has(card.id)}
                  actions={cards}
                />
              </li>
            );
          })}
        </ul>
        {moreFailed && (
          <div className="flex items-center justify-between gap-2 py-2 text-small text-muted">
            {t('columnFailed')}
            <Button onClick={() => actions.more(id, next)}>{t('retry')}</Button>
          </div>
        )}
      </div>
    </section>
  );
});
