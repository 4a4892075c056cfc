import { ArrowDown, ArrowUp } from 'lucide-react';
import type { KeyboardEvent, PointerEvent } from 'react';
import { useText } from '@/lib/i18n';
import { Checkbox } from '@/ui/Checkbox';
import { cx } from '@/ui/cx';
import type { MenuItem } from '@/ui/menuModel';
import { openMenu } from '@/ui/openMenu';
import type { CellData } from './Cell';
import { type ColumnSpec, type Layout, widthVar, withOrder, withPin, withWidth } from './layout';
import locale from './locale';
import { type ColumnId, isNumeric, nextSort, sortable, widthOf } from './model';
import type { useSelection } from './useSelection';

/** A step of the width by keyboard. */
const STEP = 16;
const loadDrag = () => import('./columnDrag');

/**
 * The heads of the columns: a press sorts, a drag moves, the right edge makes wider. By keyboard: Alt with an arrow moves,
 * Alt Shift with an arrow makes wider or narrower, the menu key offers all of it.
 */
export function RecordHead({
  specs,
  layout,
  names,
  data,
  sort,
  loaded,
  selection,
  onSort,
  onColumns,
}: {
  specs: readonly ColumnSpec[];
  layout: Layout;
  names: (column: ColumnId) => string;
  data: CellData;
  sort: string;
  /** How many rows are loaded. */
  loaded: number;
  selection?: ReturnType<typeof useSelection> | undefined;
  onSort: (sort: string) => void;
  onColumns: (specs: ColumnSpec[]) => void;
}) {
  const t = useText(locale);
  const widthAt = (i: number) => specs[i]?.width ?? widthOf(specs[i]?.name ?? '');
  const focusHead = (column: ColumnId) =>
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-head="${column}"]`)?.focus());
  function key(event: KeyboardEvent, i: number, column: ColumnId) {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (by === 0 || !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) onColumns(withWidth(specs, i, widthAt(i) + by * STEP));
    else onColumns(withOrder(specs, i, i + by));
    focusHead(column);
  }
  function menu(i: number, column: ColumnId): MenuItem[] {
    const item = (id: string, label: string, specs: ColumnSpec[], keys?: string) => ({
      id,
      label,
      ...(keys ? { keys } : {}),
      onSelect: () => {
        onColumns(specs);
        focusHead(column);
      },
    });
    const pinned = !!specs[i]?.is_pinned;
    return [
      ...(sortable(column)
        ? [
            { id: 'up', label: t('sortUp'), checked: sort === column, onSelect: () => onSort(column) },
            { id: 'down', label: t('sortDown'), checked: sort === `-${column}`, onSelect: () => onSort(`-${column}`) },
            { kind: 'separator' as const, id: 's1' },
          ]
        : []),
      item('wider', t('wider'), withWidth(specs, i, widthAt(i) + STEP * 2), 'alt+shift+arrowright'),
      item('narrower', t('narrower'), withWidth(specs, i, widthAt(i) - STEP * 2), 'alt+shift+arrowleft'),
      ...(i > 0
        ? [
            item('left', t('moveLeft'), withOrder(specs, i, i - 1), 'alt+arrowleft'),
            item('right', t('moveRight'), withOrder(specs, i, i + 1), 'alt+arrowright'),
            item('pin', t(pinned ? 'unpin' : 'pin'), withPin(specs, i, !pinned)),
            item(
              'hide',
              t('hideColumn'),
              specs.filter((_, at) => at !== i),
            ),
          ]
        : []),
    ];
  }
  const press = (event: PointerEvent<HTMLElement>, i: number) => {
    const head = event.currentTarget.closest<HTMLElement>('[role="columnheader"]');
    if (i === 0 || event.button !== 0 || !head) return;
    void loadDrag().then((m) => m.dragOrder(event.nativeEvent, head, (to) => onColumns(withOrder(specs, i, to))));
  };
  const pull = (event: PointerEvent<HTMLElement>, i: number) => {
    const table = event.currentTarget.closest<HTMLElement>('[role="table"]');
    if (event.button !== 0 || !table) return;
    void loadDrag().then((m) =>
      m.dragWidth(event.nativeEvent, table, widthVar(i), (width) => onColumns(withWidth(specs, i, width))),
    );
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a window of rows is laid out by a grid, which a table element is not
    // biome-ignore lint/a11y/useFocusableInteractive: the buttons inside take the focus
    <div
      role="row"
      className="caps sticky top-0 z-10 grid border-b bg-surface"
      style={{ gridTemplateColumns: layout.grid }}
      onPointerEnter={() => void loadDrag()}
    >
      {layout.columns.map((c, i) => {
        const by = sort === c ? 'ascending' : sort === `-${c}` ? 'descending' : undefined;
        return (
          // biome-ignore lint/a11y/useSemanticElements: see above
          // biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus
          <div
            key={c}
            role="columnheader"
            aria-sort={by}
            style={{ left: layout.lefts[i] }}
            onContextMenu={(event) => {
              event.preventDefault();
              const button = event.currentTarget.querySelector<HTMLElement>('button');
              if (button) openMenu({ anchor: button, items: menu(i, c) });
            }}
            className={cx(
              'group/head relative flex min-h-8 min-w-0 items-center bg-surface px-3 data-[dragged]:opacity-50 data-[drop=after]:shadow-[inset_-2px_0_0_var(--color-accent)] data-[drop=before]:shadow-[inset_2px_0_0_var(--color-accent)]',
              layout.lefts[i] !== undefined && 'sticky z-10',
              i === 0 && cx('pl-4', selection && 'gap-1 pl-2'),
              isNumeric(c, data.fields) && 'justify-end',
            )}
          >
            {i === 0 && selection && (
              <Checkbox
                checked={selection.some}
                mixed={selection.some && !selection.chosen.all && selection.chosen.ids.size < loaded}
                aria-label={t('selectLoaded')}
                onChange={() => selection.loaded(!selection.some)}
              />
            )}
            <button
              type="button"
              data-head={c}
              onClick={() => sortable(c) && onSort(nextSort(sort, c))}
              onKeyDown={(event) => key(event, i, c)}
              onPointerDown={(event) => press(event, i)}
              className={cx('caps flex min-w-0 items-center gap-1', sortable(c) ? 'hover:text-fg' : 'cursor-default')}
            >
              <span className="truncate">{names(c)}</span>
              {by &&
                (by === 'ascending' ? (
                  <ArrowUp aria-hidden="true" size={12} />
                ) : (
                  <ArrowDown aria-hidden="true" size={12} />
                ))}
            </button>
            <span
              aria-hidden="true"
              onPointerDown={(event) => pull(event, i)}
              onDoubleClick={() => onColumns(withWidth(specs, i, widthOf(c)))}
              className="absolute inset-y-1 right-0 w-[9px] translate-x-1/2 cursor-col-resize border-l-2 border-transparent ml-1 z-10 hover:border-accent group-hover/head:border-line"
            />
          </div>
        );
      })}
    </div>
  );
}
