import { memo } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Checkbox } from '@/ui/Checkbox';
import { cx } from '@/ui/cx';
import { Cell, type CellData } from './Cell';
import { CellEditor } from './laterParts';
import type { Layout } from './layout';
import locale from './locale';
import { type ColumnId, isNumeric, type Row } from './model';
import type { useCells } from './useCells';

/** What cells do; it is the same for all rows while nothing is edited. */
export type CellHands = ReturnType<typeof useCells>['hands'];

const PATH = { deal: 'deals', contact: 'contacts', company: 'companies' } as const;

/** A row of the window; drawn anew only when something of it changed. */
export const RecordRow = memo(function RecordRow({
  kind,
  index,
  row,
  top,
  height,
  layout,
  wide,
  data,
  current,
  focused,
  selected,
  cell,
  editing,
  cells,
  names,
  onSelect,
  onOpen,
}: {
  kind: CardKind;
  index: number;
  row: Row;
  top: number;
  height: number;
  layout: Layout;
  wide: boolean;
  data: CellData;
  /** Holds the tab stop of the table. */
  current: boolean;
  focused: boolean;
  selected: boolean;
  /** Without it rows cannot be selected. */
  onSelect: ((index: number, extend: boolean) => void) | undefined;
  onOpen: (row: Row) => void;
  /** The cell of this row that is walked; -1 is none. */
  cell: number;
  editing: boolean;
  cells: CellHands;
  names: (column: ColumnId) => string;
}) {
  const t = useText(locale);
  const { columns, lefts } = layout;
  const link = (
    <a
      href={`/${PATH[kind]}/${row.id}`}
      data-row={index}
      tabIndex={current && cell < 0 ? 0 : -1}
      onFocus={() => cells.focus(index, -1)}
      onClick={(event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        onOpen(row);
      }}
      // On a phone the whole row opens.
      className="min-w-0 truncate font-medium hover:text-accent max-desk:after:absolute max-desk:after:inset-0"
    >
      {row.name}
    </a>
  );
  const place = { transform: `translateY(${top}px)`, height, gridTemplateColumns: wide ? layout.grid : undefined };
  if (!wide) {
    return (
      // biome-ignore lint/a11y/useSemanticElements: a row of the window's grid
      // biome-ignore lint/a11y/useFocusableInteractive: the link inside takes the focus
      <div
        role="row"
        aria-rowindex={index + 2}
        style={place}
        className="absolute inset-x-0 top-0 flex flex-col justify-center border-b px-4"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="cell" className="grid min-w-0">
          {link}
          <span className="flex min-w-0 gap-2 truncate text-small text-muted">
            {columns.slice(1, 4).map((c) => (
              <span key={c} className="min-w-0 truncate">
                <Cell row={row} column={c} data={data} plain />
              </span>
            ))}
          </span>
        </div>
      </div>
    );
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of the window's grid
    // biome-ignore lint/a11y/useFocusableInteractive: the link inside takes the focus
    <div
      role="row"
      aria-rowindex={index + 2}
      style={place}
      className={cx(
        'group absolute inset-x-0 top-0 grid items-stretch border-b',
        // The editor hangs over the rows below.
        editing && 'z-[5]',
        focused || selected ? 'bg-selected' : 'hover:bg-hover',
      )}
    >
      {columns.map((c, i) => (
        // biome-ignore lint/a11y/useSemanticElements: see above
        <div
          key={c}
          role="cell"
          data-cell={`${index}:${i}`}
          style={{ left: lefts[i] }}
          tabIndex={i === cell ? 0 : -1}
          onFocus={(event) => event.target === event.currentTarget && !editing && cells.focus(index, i)}
          onDoubleClick={(event) => !(event.target as Element).closest('a,input,button') && cells.edit(index, i)}
          className={cx(
            'flex min-w-0 items-center px-3 outline-offset-[-2px]!',
            lefts[i] !== undefined &&
              cx('sticky z-[1]', focused || selected ? 'bg-selected' : 'bg-surface group-hover:bg-hover'),
            i === 0 && cx('gap-1 pl-4', onSelect && 'pl-2'),
            editing && i === cell ? lefts[i] === undefined && 'relative z-[2]' : i > 0 && 'overflow-hidden',
            isNumeric(c, data.fields) && 'tabular justify-end',
          )}
        >
          {i === 0 && onSelect && (
            <Checkbox
              checked={selected}
              aria-label={t('selectNamed', { name: row.name })}
              onChange={(_, event) => onSelect(index, (event.nativeEvent as MouseEvent).shiftKey)}
            />
          )}
          {i === 0 ? (
            link
          ) : (
            <span className="min-w-0 truncate">
              <Cell row={row} column={c} data={data} />
            </span>
          )}
          {editing && i === cell && (
            <CellEditor
              key={c}
              kind={kind}
              row={row}
              column={c}
              label={names(c)}
              onSave={cells.save}
              onLeave={cells.leave}
            />
          )}
        </div>
      ))}
    </div>
  );
});
