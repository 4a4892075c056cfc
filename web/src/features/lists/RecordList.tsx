import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { type CardKind, useFields, usePeopleById, useStatusesById } from '@/lib/bootstrap';
import { formatMoney, formatNumber } from '@/lib/format';
import { text, useText } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Late, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toast';
import { countOptions, type ListQuery, listOptions } from './api';
import { CellDialogs } from './laterParts';
import locale from './locale';
import type { Chosen, Row } from './model';
import { RecordTable } from './RecordTable';
import { useCells } from './useCells';
import { useColumnNames } from './useColumnNames';
import { useColumns } from './useColumns';
import { useListLive } from './useListLive';
import { useSelection } from './useSelection';

const NO_ROWS: readonly Row[] = [];
const group = () => text(locale, 'group');

/** A list of cards: rows by filter and order, walked by keyboard, with count and sum below. */
export function RecordList({
  query,
  filtered,
  label,
  empty,
  onSort,
  onOpen,
  onClearFilter,
  bar,
}: {
  query: ListQuery;
  /** A person set a filter: an empty list offers to clear it. */
  filtered: boolean;
  label: string;
  /** Shown when there is nothing at all, not even without a filter. */
  empty: ReactNode;
  onSort: (sort: string) => void;
  /** Opens a row; the ids around it are for "previous" and "next". */
  onOpen: (row: Row, ids: readonly number[]) => void;
  onClearFilter: () => void;
  /** Stands over the rows while some are selected; without it they cannot be. */
  bar?: (selected: {
    chosen: Chosen;
    count: number;
    total: number | undefined;
    onSelectAll: () => void;
    onClear: () => void;
  }) => ReactNode;
}) {
  const t = useText(locale);
  const { kind, sort } = query;
  const list = useInfiniteQuery(listOptions(query));
  const { waiting, show } = useListLive(query);
  const total = useQuery(countOptions(query)).data;
  const { columns } = useColumns(kind);
  const names = useColumnNames(kind);
  const data = useCellData(kind);
  const [current, setCurrent] = useState(-1);
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.items) ?? NO_ROWS, [list.data]);
  const selection = useSelection(rows, [current, setCurrent], `${kind} ${query.filter}`, !!bar);
  const cells = useCells({ kind, rows, columns, names, data, current, setCurrent });
  const { fetchNextPage, isFetchingNextPage, isFetchNextPageError, hasNextPage } = list;
  const more = useCallback(() => {
    if (!isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [fetchNextPage, isFetchingNextPage, isFetchNextPageError]);
  const open = useCallback(
    (row: Row) =>
      onOpen(
        row,
        rows.map((r) => r.id),
      ),
    [onOpen, rows],
  );

  const walk = (by: number) => (event: KeyboardEvent) => {
    event.preventDefault();
    const next = Math.min(rows.length - 1, Math.max(0, current + by));
    cells.go(next, cells.column);
  };
  const inTable = () => !cells.editing && !!document.activeElement?.closest('[data-row],[data-cell]');
  useShortcuts([
    { keys: 'j', label: () => text(locale, 'walk'), group, run: walk(1) },
    { keys: 'k', run: walk(-1) },
    { keys: 'arrowdown', when: inTable, run: walk(1) },
    { keys: 'arrowup', when: inTable, run: walk(-1) },
    { keys: 'pagedown', when: inTable, run: walk(20) },
    { keys: 'pageup', when: inTable, run: walk(-20) },
  ]);

  if (list.error && rows.length === 0) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <ListSkeleton />;
  if (rows.length === 0) {
    if (!filtered) return empty;
    return <EmptyState title={t('noMatch')} action={<Button onClick={onClearFilter}>{t('clearFilter')}</Button>} />;
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {selection.some &&
        bar?.({
          chosen: selection.chosen,
          count: selection.chosen.all ? (total?.count ?? rows.length) : selection.chosen.ids.size,
          total: total?.count,
          onSelectAll: selection.all,
          onClear: selection.clear,
        })}
      <RecordTable
        kind={kind}
        label={label}
        rows={rows}
        more={hasNextPage}
        columns={columns}
        names={names}
        data={data}
        sort={sort}
        current={current}
        selection={bar && selection}
        onSort={onSort}
        onOpen={open}
        cells={cells}
        onMore={more}
        foot={
          isFetchNextPageError && (
            <div className="flex items-center gap-3 p-3 text-muted">
              {t('moreFailed')}
              <Button onClick={() => void fetchNextPage()}>{t('retry')}</Button>
            </div>
          )
        }
      />
      {cells.trouble && <CellDialogs kind={kind} trouble={cells.trouble} onClose={cells.settle} />}
      <footer className="tabular flex min-h-8 shrink-0 items-center gap-3 border-t bg-surface px-4 text-small text-muted">
        {total && (
          <span>
            {t(total.more ? 'countMore' : 'count', { n: formatNumber(total.count) })}
            {kind === 'deal' && total.sum > 0 && !total.more && ` ${t('sum', { sum: formatMoney(total.sum) })}`}
          </span>
        )}
        {waiting && (
          <span role="status" className="ml-auto flex items-center gap-2">
            {t('changed')}
            <Button
              onClick={() =>
                void show().then(
                  () => {
                    setCurrent(-1);
                    document.getElementById('table')?.scrollTo({ top: 0 });
                  },
                  (error: Error) => toast({ tone: 'bad', text: t('moreFailed'), detail: error.message }),
                )
              }
            >
              {t('refresh')}
            </Button>
          </span>
        )}
      </footer>
    </div>
  );
}

function useCellData(kind: CardKind) {
  const people = usePeopleById();
  const statuses = useStatusesById();
  const { fields } = useFields(kind);
  return useMemo(
    () => ({ people, statuses, fields: new Map(fields.map((f) => [f.id, f])) }),
    [people, statuses, fields],
  );
}

function ListSkeleton() {
  return (
    <Late>
      <div aria-hidden="true" className="flex flex-col bg-surface">
        {Array.from({ length: 16 }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal bars
          <div key={i} className="flex h-row items-center gap-6 border-b px-4">
            <Skeleton className="h-3 w-[220px]" />
            <Skeleton className="h-3 w-[120px]" />
            <Skeleton className="h-3 w-[90px]" />
          </div>
        ))}
      </div>
    </Late>
  );
}
