import { useQuery } from '@tanstack/react-query';
import { type CSSProperties, useCallback, useMemo, useRef, useState } from 'react';
import { usePipelines, useTags } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { countOptions, groupsOptions } from './api';
import { GroupSection } from './GroupSection';
import { groupFilter, groupName, orderGroups, shelvesOf } from './groups';
import { ListFoot } from './ListFoot';
import { ListSkeleton } from './ListSkeleton';
import { CellDialogs } from './laterParts';
import { layoutOf } from './layout';
import type { ListProps } from './listProps';
import locale from './locale';
import type { Row } from './model';
import { RecordHead } from './RecordHead';
import { useCellData } from './useCellData';
import { useCells } from './useCells';
import { useColumnNames } from './useColumnNames';
import { useColumns } from './useColumns';
import { useGroupsLive } from './useGroupsLive';
import { useRowHeight } from './useRowHeight';
import { useSelection } from './useSelection';
import { useWalk } from './useWalk';
import workLocale from './workLocale';

/** A list parted by a column: heads with counts and sums that fold, and a window over the rows of each group. */
export function GroupedList({
  by,
  query,
  filtered,
  label,
  empty,
  onSort,
  onOpen,
  onClearFilter,
  bar,
}: ListProps & { by: string }) {
  const t = useText(locale);
  const word = useText(workLocale);
  const { kind, filter, sort } = query;
  const groups = useQuery(groupsOptions(query, by));
  useGroupsLive(kind);
  const total = useQuery(countOptions(query)).data;
  const pipelines = usePipelines();
  const tags = useTags(kind);
  const { specs, columns, save } = useColumns(kind);
  const names = useColumnNames(kind);
  const data = useCellData(kind);
  const { height, wide } = useRowHeight();
  const layout = useMemo(() => layoutOf(specs), [specs]);
  const scroller = useRef<HTMLDivElement>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [current, setCurrent] = useState(-1);
  const {
    shelves,
    height: tall,
    rows: count,
  } = useMemo(
    () => shelvesOf(orderGroups(groups.data?.items ?? [], by, pipelines), closed, height),
    [groups.data, by, pipelines, closed, height],
  );
  // What the sections have loaded, for keys and selection; what is drawn comes from the sections themselves.
  const loaded = useRef(new Map<string, readonly Row[]>());
  const onRows = useCallback((key: string, rows: readonly Row[]) => void loaded.current.set(key, rows), []);
  const rowAt = useCallback(
    (index: number): Row | undefined => {
      const shelf = shelves.findLast((s) => s.open && s.base <= index);
      return shelf && loaded.current.get(shelf.key)?.[index - shelf.base];
    },
    [shelves],
  );
  const scope = `${kind} ${filter} ${by}`;
  const selection = useSelection({ count, rowAt }, [current, setCurrent], scope, !!bar);
  const cells = useCells({ kind, rowAt, count, columns, names, data, current, setCurrent });
  useWalk({ cells, current, count });
  const isSelected = useCallback((id: number) => selection.chosen.all || selection.chosen.ids.has(id), [selection]);
  const open = (row: Row) =>
    onOpen(
      row,
      shelves.flatMap((s) => (s.open ? (loaded.current.get(s.key) ?? []) : [])).map((r) => r.id),
    );

  if (groups.error && !groups.data) return <ErrorState error={groups.error} onRetry={() => void groups.refetch()} />;
  if (!groups.data) return <ListSkeleton />;
  if (groups.data.more) return <EmptyState title={word('groupMore')} text={word('groupMoreText')} />;
  if (shelves.length === 0) {
    if (!filtered) return empty;
    return <EmptyState title={t('noMatch')} action={<Button onClick={onClearFilter}>{t('clearFilter')}</Button>} />;
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      {selection.some &&
        bar?.({
          chosen: selection.chosen,
          count: selection.chosen.all ? (total?.count ?? count) : selection.chosen.ids.size,
          total: total?.count,
          onSelectAll: selection.all,
          onClear: selection.clear,
        })}
      <div ref={scroller} id="table" className="min-h-0 flex-1 overflow-auto bg-surface">
        {/* biome-ignore lint/a11y/useSemanticElements: a window of rows is laid out by a grid, which a table element is not */}
        <div
          role="table"
          aria-label={label}
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
              loaded={count}
              selection={bar && selection}
              onSort={onSort}
              onColumns={(next) => void save(next)}
            />
          )}
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          <div role="rowgroup" className="relative" style={{ height: tall }}>
            {shelves.map((shelf) => {
              const { value } = shelf.group;
              const known = value === null ? null : groupName(by, value, { ...data, tags });
              return (
                <GroupSection
                  key={shelf.key}
                  shelf={shelf}
                  name={known === null ? word('groupNone') : known.name || word('groupGone')}
                  hue={known?.hue ?? 0}
                  query={{ kind, sort, filter: groupFilter(filter, by, value) }}
                  scroller={scroller}
                  kind={kind}
                  height={height}
                  layout={layout}
                  wide={wide}
                  data={data}
                  names={names}
                  current={current}
                  column={cells.column}
                  editing={cells.editing}
                  hands={cells.hands}
                  isSelected={isSelected}
                  onSelect={bar && selection.toggle}
                  onOpen={open}
                  onRows={onRows}
                  onToggle={() => {
                    setCurrent(-1);
                    setClosed((was) => {
                      const now = new Set(was);
                      if (!now.delete(shelf.key)) now.add(shelf.key);
                      return now;
                    });
                  }}
                />
              );
            })}
          </div>
        </div>
      </div>
      {cells.trouble && <CellDialogs kind={kind} trouble={cells.trouble} onClose={cells.settle} />}
      <ListFoot query={query} columns={columns} names={names} data={data}>
        {groups.data.cut && <span>{word('groupCut', { n: shelves.length })}</span>}
        <Button
          variant="ghost"
          onClick={() => {
            setCurrent(-1);
            setClosed(closed.size > 0 ? new Set() : new Set(shelves.map((s) => s.key)));
          }}
        >
          {word(closed.size > 0 ? 'unfoldAll' : 'foldAll')}
        </Button>
      </ListFoot>
    </div>
  );
}
