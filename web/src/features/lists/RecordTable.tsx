import { ArrowDown, ArrowUp } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Checkbox } from '@/ui/Checkbox';
import { cx } from '@/ui/cx';
import { useWindow } from '@/ui/useWindow';
import type { CellData } from './Cell';
import locale from './locale';
import { type ColumnId, isNumeric, nextSort, type Row, sortable, widthOf } from './model';
import { RecordRow } from './RecordRow';
import type { useCells } from './useCells';
import type { useSelection } from './useSelection';

/** The head covers as much of the rows. */
const HEAD = 32;

/** Rows in a window: only those in sight are drawn, more are asked for as the end comes near. */
export function RecordTable({
  kind,
  label,
  rows,
  more,
  columns,
  names,
  data,
  sort,
  current,
  selection,
  onSort,
  onOpen,
  cells,
  onMore,
  foot,
}: {
  kind: CardKind;
  label: string;
  rows: readonly Row[];
  /** There are more rows on the server. */
  more: boolean;
  columns: readonly ColumnId[];
  names: (column: ColumnId) => string;
  data: CellData;
  sort: string;
  current: number;
  /** Without it rows cannot be selected. */
  selection?: ReturnType<typeof useSelection> | undefined;
  onSort: (sort: string) => void;
  onOpen: (row: Row) => void;
  cells: ReturnType<typeof useCells>;
  onMore: () => void;
  foot?: ReactNode;
}) {
  const t = useText(locale);
  const scroller = useRef<HTMLDivElement>(null);
  const wide = typeof window === 'undefined' || window.matchMedia('(min-width: 720px)').matches;
  const height = wide
    ? Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue('--h-row'), 10) || 32
    : 60;
  const view = useWindow({ scroller, count: rows.length, height, overscan: 12 });
  const { scrollTo } = view;
  const last = view.items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - 30) onMore();
  }, [more, last, rows.length, onMore]);
  useEffect(() => {
    if (current >= 0) scrollTo(current, wide ? HEAD : 0);
  }, [current, scrollTo, wide]);
  const grid = wide ? columns.map((c) => `${widthOf(c)}px`).join(' ') : '1fr';
  const width = wide ? columns.reduce((sum, c) => sum + widthOf(c), 0) : undefined;
  return (
    <div ref={scroller} id="table" className="min-h-0 flex-1 overflow-auto bg-surface">
      {/* biome-ignore lint/a11y/useSemanticElements: a window of rows is laid out by a grid, which a table element is not */}
      <div
        role="table"
        aria-label={label}
        aria-rowcount={more ? -1 : rows.length + 1}
        style={{ width }}
        className="min-w-full"
      >
        {wide && (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: the buttons inside take the focus
          <div
            role="row"
            className="caps sticky top-0 z-10 grid border-b bg-surface"
            style={{ gridTemplateColumns: grid }}
          >
            {columns.map((c, i) => {
              const by = sort === c ? 'ascending' : sort === `-${c}` ? 'descending' : undefined;
              return (
                // biome-ignore lint/a11y/useSemanticElements: see above
                // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus
                <div
                  key={c}
                  role="columnheader"
                  aria-sort={by}
                  className={cx(
                    'flex min-h-8 min-w-0 items-center bg-surface px-3',
                    i === 0 && cx('sticky left-0 z-10 pl-4', selection && 'gap-1 pl-2'),
                    isNumeric(c, data.fields) && 'justify-end',
                  )}
                >
                  {i === 0 && selection && (
                    <Checkbox
                      checked={selection.some}
                      mixed={selection.some && !selection.chosen.all && selection.chosen.ids.size < rows.length}
                      aria-label={t('selectLoaded')}
                      onChange={() => selection.loaded(!selection.some)}
                    />
                  )}
                  {sortable(c) ? (
                    <button
                      type="button"
                      onClick={() => onSort(nextSort(sort, c))}
                      className="caps flex min-w-0 items-center gap-1 hover:text-fg"
                    >
                      <span className="truncate">{names(c)}</span>
                      {by &&
                        (by === 'ascending' ? (
                          <ArrowUp aria-hidden="true" size={12} />
                        ) : (
                          <ArrowDown aria-hidden="true" size={12} />
                        ))}
                    </button>
                  ) : (
                    <span className="truncate">{names(c)}</span>
                  )}
                </div>
              );
            })}
          </div>
        )}
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="rowgroup" className="relative" style={{ height: view.total }}>
          {view.items.map((v) => {
            const row = rows[v.index];
            return row ? (
              <RecordRow
                key={row.id}
                kind={kind}
                index={v.index}
                row={row}
                top={v.start}
                height={height}
                grid={grid}
                wide={wide}
                columns={columns}
                data={data}
                current={v.index === current || (current < 0 && v.index === 0)}
                focused={v.index === current}
                selected={!!selection && (selection.chosen.all || selection.chosen.ids.has(row.id))}
                onSelect={selection?.toggle}
                cell={v.index === current ? cells.column : -1}
                editing={v.index === current && cells.editing}
                cells={cells.hands}
                names={names}
                onOpen={onOpen}
              />
            ) : null;
          })}
        </div>
      </div>
      {foot}
      <span className="sr-only" aria-live="polite">
        {more ? '' : t('count', { n: rows.length })}
      </span>
    </div>
  );
}
