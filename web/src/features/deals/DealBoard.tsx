import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { BulkBar } from '@/features/bulk';
import { type Pipeline, useFields, usePeopleById } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { type BoardQuery, boardOptions, useMoreCards } from './api';
import { BoardEmpty } from './BoardEmpty';
import { BoardSkeleton } from './BoardSkeleton';
import { type BoardCard, findCard } from './board';
import { DealColumn } from './DealColumn';
import { DropBar, type DropPlace } from './DropBar';
import { keepFocus } from './focus';
import type { Peek } from './forms/CardPeek';
import locale from './locale';
import { StageTabs } from './StageTabs';
import { useBoardKeys } from './useBoardKeys';
import { useBoardLive } from './useBoardLive';
import { useDealActs } from './useDealActs';
import { useCollapsed, useWide } from './useScreen';

// The forms come when they are needed: a board that is only looked at does not wait for them.
const QuickAdd = lazy(() => import('./forms/QuickAdd').then((m) => ({ default: m.QuickAdd })));
const CardPeek = lazy(() => import('./forms/CardPeek').then((m) => ({ default: m.CardPeek })));
const StageDialog = lazy(() => import('./forms/StageDialog').then((m) => ({ default: m.StageDialog })));
const NOBODY: ReadonlySet<number> = new Set();

function without(set: ReadonlySet<number>, id: number): ReadonlySet<number> {
  if (!set.has(id)) return set;
  const next = new Set(set);
  next.delete(id);
  return next;
}

/** The board of a pipeline: columns of cards that are dragged, walked by keyboard, and kept true by live updates. */
export function DealBoard({
  query,
  pipeline,
  adding,
  onAdd,
  onOpen,
  onClearFilter,
}: {
  query: BoardQuery;
  pipeline: Pipeline;
  adding: boolean;
  onAdd: (on: boolean) => void;
  onOpen: (id: number) => void;
  onClearFilter: () => void;
}) {
  const t = useText(locale);
  const { data: board, error, refetch, isPlaceholderData } = useQuery(boardOptions(query));
  useBoardLive(query);
  const people = usePeopleById();
  const { fields: known } = useFields('deal');
  const fields = useMemo(
    () => pipeline.card_fields.flatMap((id) => known.find((f) => f.id === id) ?? []),
    [pipeline.card_fields, known],
  );
  const wide = useWide();
  const more = useMoreCards(query);
  const [collapsed, setCollapsed] = useCollapsed(pipeline.id);
  const [selected, setSelected] = useState<ReadonlySet<number>>(NOBODY);
  const [dragged, setDragged] = useState<ReadonlySet<number>>(NOBODY);
  const [current, setCurrent] = useState<number | null>(null);
  const [peek, setPeek] = useState<Peek | null>(null);
  const [stage, setStage] = useState(0);
  const frame = useRef<HTMLDivElement>(null);

  const clear = useCallback(() => setSelected(NOBODY), []);
  const closeAdd = () => {
    onAdd(false);
    keepFocus(current);
  };
  const acts = useDealActs({ query, pipeline, board, onOpen: (card) => onOpen(card.id), onDone: clear });
  const live = useRef({ selected, board, acts, onOpen });
  live.current = { selected, board, acts, onOpen };

  const cards = useMemo(
    () => ({
      open: (card: BoardCard) => live.current.onOpen(card.id),
      menu: (card: BoardCard, anchor: HTMLElement, at?: { x: number; y: number }) =>
        live.current.acts.menu(card, anchor, at),
      toggle: (card: BoardCard) =>
        setSelected((was) => {
          const now = new Set(was);
          if (!now.delete(card.id)) now.add(card.id);
          return now;
        }),
      focus: (id: number) => setCurrent(id),
      dragged: (card: BoardCard) => {
        const { selected: chosen } = live.current;
        return chosen.has(card.id) ? [...chosen] : [card.id];
      },
    }),
    [],
  );
  // A column that failed waits for a person. Told by the last call alone, two such columns would ask by turns for ever.
  const [failed, setFailed] = useState<ReadonlySet<number>>(NOBODY);
  const { mutate: loadMore, isPending: loading } = more;
  const columns = useMemo(
    () => ({
      more: (status: number, after: string) => {
        if (loading) return;
        setFailed((was) => without(was, status));
        loadMore({ status, after }, { onError: () => setFailed((was) => new Set(was).add(status)) });
      },
      selectAll: (column: { items: readonly BoardCard[] }) =>
        setSelected((was) => new Set([...was, ...column.items.map((c) => c.id)])),
      collapse: setCollapsed,
    }),
    [loadMore, loading, setCollapsed],
  );

  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data.kind === 'deals',
        onDragStart: ({ source }) => setDragged(new Set(source.data.ids as number[])),
        onDrop: ({ source, location }) => {
          setDragged(NOBODY);
          const target = location.current.dropTargets[0]?.data;
          const { clientX: x, clientY: y } = location.current.input;
          if (target) live.current.acts.drop(source.data.ids as number[], target, { x, y });
        },
      }),
    [],
  );
  const ready = !!board;
  useEffect(() => {
    const element = frame.current;
    if (element && ready)
      return autoScrollForElements({ element, canScroll: ({ source }) => source.data.kind === 'deals' });
  }, [ready]);
  useEffect(() => {
    if (!ready) return;
    performance.mark('ready:board');
    (window as unknown as { __ready?: boolean }).__ready = true;
  }, [ready]);
  // What is gone from the board is no longer selected.
  useEffect(() => {
    if (board) setSelected((was) => (was.size === 0 ? was : new Set([...was].filter((id) => findCard(board, id)))));
  }, [board]);

  useBoardKeys({
    board,
    current,
    setCurrent,
    cards,
    acts,
    selected,
    select: (ids) => setSelected(new Set(ids)),
    clear,
    onAdd: () => onAdd(true),
    onPeek: setPeek,
  });

  if (error && !board) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!board) return <BoardSkeleton pipeline={pipeline} />;
  const statuses = new Map(pipeline.statuses.map((s) => [s.id, s]));
  if (board.count === 0 && query.filter && !adding)
    return <EmptyState title={t('noMatch')} action={<Button onClick={onClearFilter}>{t('clearFilter')}</Button>} />;
  const places: DropPlace[] = acts.places;
  const shown = wide ? board.columns : board.columns.slice(stage, stage + 1);
  const tabStop =
    current !== null && findCard(board, current) ? current : (shown.find((c) => c.items[0])?.items[0]?.id ?? null);
  const peeked = peek && acts.cardsOf([peek.id])[0];
  const closePeek = () => {
    setPeek(null);
    keepFocus(peek?.id ?? null);
  };
  return (
    <div className="relative flex min-h-0 flex-1 flex-col overflow-hidden" aria-busy={isPlaceholderData || undefined}>
      {!wide && <StageTabs columns={board.columns} statuses={statuses} value={stage} onChange={setStage} />}
      <div ref={frame} id="board" className="flex min-h-0 flex-1 overflow-x-auto bg-bg desk:px-2">
        {shown.map((column, i) => {
          const status = statuses.get(column.status_id);
          if (!status) return null;
          return (
            <DealColumn
              key={column.status_id}
              index={i}
              status={status}
              column={column}
              people={people}
              fields={fields}
              selected={selected}
              current={tabStop}
              dragged={dragged}
              collapsed={wide && collapsed.has(column.status_id) && !(adding && i === 0)}
              moreFailed={failed.has(column.status_id)}
              cards={cards}
              actions={columns}
            >
              {adding && (wide ? i === 0 : true) && (
                <Suspense fallback={null}>
                  <QuickAdd query={query} status={column.status_id} onClose={closeAdd} onOpen={onOpen} />
                </Suspense>
              )}
            </DealColumn>
          );
        })}
        {board.count === 0 && !adding && <BoardEmpty acts={acts} onAdd={() => onAdd(true)} />}
      </div>
      {selected.size > 0 && (
        <BulkBar
          kind="deal"
          filter={query.filter}
          selection={{ ids: selected, all: false }}
          count={selected.size}
          total={undefined}
          className="border-t border-b-0!"
          onClear={clear}
        />
      )}
      <DropBar shown={dragged.size > 0} places={places} />
      {peek && peeked && (
        <Suspense fallback={null}>
          <CardPeek
            kind={peek.kind}
            card={peeked}
            onClose={closePeek}
            onOpen={() => {
              setPeek(null);
              onOpen(peeked.id);
            }}
          />
        </Suspense>
      )}
      {acts.ask && (
        <Suspense fallback={null}>
          <StageDialog ask={acts.ask} onClose={acts.closeAsk} onMove={acts.answer} />
        </Suspense>
      )}
    </div>
  );
}
