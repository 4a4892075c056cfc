import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { type RefObject, useEffect, useLayoutEffect, useMemo } from 'react';
import { formatMoney, formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { type Hue, hueVar } from '@/ui/hues';
import { Skeleton } from '@/ui/Skeleton';
import { useWindow } from '@/ui/useWindow';
import { type ListQuery, listOptions } from './api';
import type { Shelf } from './groups';
import type { Row } from './model';
import { type CellHands, RecordRow } from './RecordRow';
import locale from './workLocale';

type RowProps = Omit<
  Parameters<typeof RecordRow>[0],
  'index' | 'row' | 'top' | 'current' | 'focused' | 'selected' | 'cell' | 'editing' | 'cells'
>;

/** A group of a list: its head with count and sum, and below it a window over its rows. */
export function GroupSection({
  shelf,
  name,
  hue,
  query,
  scroller,
  current,
  column,
  editing,
  hands,
  isSelected,
  onToggle,
  onRows,
  ...row
}: RowProps & {
  shelf: Shelf;
  name: string;
  hue: number;
  /** Finds the rows of the group. */
  query: ListQuery;
  scroller: RefObject<HTMLElement | null>;
  current: number;
  column: number;
  editing: boolean;
  hands: CellHands;
  isSelected: (id: number) => boolean;
  onToggle: () => void;
  /** The rows loaded so far. */
  onRows: (key: string, rows: readonly Row[]) => void;
}) {
  const t = useText(locale);
  const { group, key, open, top, base } = shelf;
  const { height } = row;
  const offset = top + height;
  const view = useWindow({ scroller, count: open ? group.count : 0, height, offset, overscan: 8 });
  const last = view.items.at(-1)?.index ?? -1;
  const list = useInfiniteQuery({ ...listOptions(query), enabled: last >= 0 });
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.items) ?? [], [list.data]);
  useLayoutEffect(() => onRows(key, rows), [key, rows, onRows]);
  const { fetchNextPage, hasNextPage, isFetching, isError } = list;
  useEffect(() => {
    if (last >= rows.length && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetching, isError, fetchNextPage]);
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a row of the window's grid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the button inside takes the focus */}
      <div
        role="row"
        className="absolute inset-x-0 top-0 z-[3] border-b bg-sunken"
        style={{ transform: `translateY(${top}px)`, height }}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        <div role="cell" className="sticky left-0 flex h-full w-max max-w-screen items-center">
          <button
            type="button"
            aria-expanded={open}
            onClick={onToggle}
            className="flex h-full items-center gap-2 px-4 font-medium hover:text-accent"
          >
            {open ? <ChevronDown aria-hidden="true" size={14} /> : <ChevronRight aria-hidden="true" size={14} />}
            {hue > 0 && (
              <span aria-hidden="true" className="size-2 rounded-full" style={{ background: hueVar(hue as Hue) }} />
            )}
            {name}
            <span className="tabular font-normal text-muted">{formatNumber(group.count)}</span>
            {group.sum > 0 && <span className="tabular font-normal text-muted">{formatMoney(group.sum)}</span>}
          </button>
          {isError && (
            <button type="button" className="px-2 text-bad underline" onClick={() => void list.refetch()}>
              {t('groupFailed')}
            </button>
          )}
        </div>
      </div>
      {view.items.map((v) => {
        const card = rows[v.index];
        const index = base + v.index;
        return card ? (
          <RecordRow
            {...row}
            key={card.id}
            index={index}
            row={card}
            top={offset + v.start}
            current={index === current || (current < 0 && index === 0)}
            focused={index === current}
            selected={isSelected(card.id)}
            cell={index === current ? column : -1}
            editing={index === current && editing}
            cells={hands}
          />
        ) : (
          <div
            key={`wait ${v.index}`}
            aria-hidden="true"
            className="absolute inset-x-0 top-0 flex items-center gap-6 border-b px-4"
            style={{ transform: `translateY(${offset + v.start}px)`, height }}
          >
            <Skeleton className="h-3 w-[180px]" />
            <Skeleton className="h-3 w-[110px]" />
          </div>
        );
      })}
    </>
  );
}
