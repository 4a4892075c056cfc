import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { toast } from '@/ui/toast';
import { countOptions, listOptions } from './api';
import { ListFoot } from './ListFoot';
import { ListSkeleton } from './ListSkeleton';
import { CellDialogs } from './laterParts';
import type { ListProps } from './listProps';
import locale from './locale';
import type { Row } from './model';
import { RecordTable } from './RecordTable';
import { useCellData } from './useCellData';
import { useCells } from './useCells';
import { useColumnNames } from './useColumnNames';
import { useColumns } from './useColumns';
import { useListLive } from './useListLive';
import { useSelection } from './useSelection';
import { useWalk } from './useWalk';

const NO_ROWS: readonly Row[] = [];

/** A list of cards that is not parted: rows by filter and order, more as the end comes near. */
export function FlatList({ query, filtered, label, empty, onSort, onOpen, onClearFilter, bar }: ListProps) {
  const t = useText(locale);
  const { kind, sort } = query;
  const list = useInfiniteQuery(listOptions(query));
  const { waiting, show } = useListLive(query);
  const total = useQuery(countOptions(query)).data;
  const { specs, columns, save } = useColumns(kind);
  const names = useColumnNames(kind);
  const data = useCellData(kind);
  const [current, setCurrent] = useState(-1);
  const rows = useMemo(() => list.data?.pages.flatMap((p) => p.items) ?? NO_ROWS, [list.data]);
  const rowAt = useCallback((i: number) => rows[i], [rows]);
  const selection = useSelection(
    { count: rows.length, rowAt },
    [current, setCurrent],
    `${kind} ${query.filter}`,
    !!bar,
  );
  const cells = useCells({ kind, rowAt, count: rows.length, columns, names, data, current, setCurrent });
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

  useWalk({ cells, current, count: rows.length });

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
        specs={specs}
        names={names}
        data={data}
        sort={sort}
        current={current}
        selection={bar && selection}
        onSort={onSort}
        onColumns={(next) => void save(next)}
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
      <ListFoot query={query} columns={columns} names={names} data={data}>
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
      </ListFoot>
    </div>
  );
}
