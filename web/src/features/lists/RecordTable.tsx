import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { useWindow } from '@/ui/useWindow';
import type { CellData } from './Cell';
import { type ColumnSpec, layoutOf } from './layout';
import locale from './locale';
import type { ColumnId, Row } from './model';
import { RecordHead } from './RecordHead';
import { RecordRow } from './RecordRow';
import type { useCells } from './useCells';
import { useRowHeight } from './useRowHeight';
import type { useSelection } from './useSelection';

/** The head covers as much of the rows. */
const HEAD = 32;

/** Rows in a window: only those in sight are drawn, more are asked for as the end comes near. */
export function RecordTable({
  kind,
  label,
  rows,
  more,
  specs,
  names,
  data,
  sort,
  current,
  selection,
  onSort,
  onColumns,
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
  specs: readonly ColumnSpec[];
  names: (column: ColumnId) => string;
  data: CellData;
  sort: string;
  current: number;
  /** Without it rows cannot be selected. */
  selection?: ReturnType<typeof useSelection> | undefined;
  onSort: (sort: string) => void;
  onColumns: (specs: ColumnSpec[]) => void;
  onOpen: (row: Row) => void;
  cells: ReturnType<typeof useCells>;
  onMore: () => void;
  foot?: ReactNode;
}) {
  const t = useText(locale);
  const scroller = useRef<HTMLDivElement>(null);
  const { height, wide } = useRowHeight();
  const view = useWindow({ scroller, count: rows.length, height, overscan: 12 });
  const { scrollTo } = view;
  const last = view.items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (more && last >= rows.length - 30) onMore();
  }, [more, last, rows.length, onMore]);
  useEffect(() => {
    if (current >= 0) scrollTo(current, wide ? HEAD : 0);
  }, [current, scrollTo, wide]);
  const layout = useMemo(() => layoutOf(specs), [specs]);
  return (
    <div ref={scroller} id="table" className="min-h-0 flex-1 overflow-auto bg-surface">
      {/* biome-ignore lint/a11y/useSemanticElements: a window of rows is laid out by a grid, which a table element is not */}
      <div
        role="table"
        aria-label={label}
        aria-rowcount={more ? -1 : rows.length + 1}
        style={wide ? ({ ...layout.vars, width: layout.width } as CSSProperties) : undefined}
        className="min-w-full"
      >
        {wide && (
          <RecordHead
            specs={specs}
            layout={layout}
            names={names}
            data={data}
            sort={sort}
            loaded={rows.length}
            selection={selection}
            onSort={onSort}
            onColumns={onColumns}
          />
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
                layout={layout}
                wide={wide}
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
