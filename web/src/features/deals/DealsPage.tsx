import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ArrowDownWideNarrow, ChevronDown, Ellipsis, Kanban, List, Plus } from 'lucide-react';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { FilterBar, soundFilter } from '@/features/filter';
import { type Pipeline, usePipelines } from '@/lib/bootstrap';
import { formatMoney } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { useLineReason } from '@/lib/reach';
import { can, useSession } from '@/lib/session';
import { useWanted } from '@/lib/wanted';
import { Button } from '@/ui/Button';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { PageHeader } from '@/ui/PageHeader';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { Toolbar } from '@/ui/Toolbar';
import { boardOptions } from './api';
import { BOARD_SORTS, findCard } from './board';
import { DealBoard } from './DealBoard';
import locale from './locale';
import { lastPlace, rememberPlace } from './place';
import { clean, type DealsSearch, inPipeline } from './search';

// Fetched when the first card is opened, or in idle time.
const CardSheet = lazy(() => import('@/features/cards').then((m) => ({ default: m.CardSheet })));
const DealExport = lazy(() => import('./DealExport').then((m) => ({ default: m.DealExport })));
const ListTools = lazy(() => import('./ListTools').then((m) => ({ default: m.ListTools })));
const DealList = lazy(() => import('./DealList').then((m) => ({ default: m.DealList })));
const route = getRouteApi('/frame/deals');
const SORT_WORD = {
  '-updated_at': 'sortUpdated',
  next_task: 'sortTask',
  '-created_at': 'sortCreated',
  '-price': 'sortPrice',
  name: 'sortName',
} as const;

/** The deals of a pipeline as a board. The address holds pipeline, order, filter and the open card. */
export function DealsPage() {
  const t = useText(locale);
  const away = useLineReason();
  const navigate = useNavigate();
  const search = route.useSearch();
  const pipelines = usePipelines();
  const who = useSession();
  const [adding, setAdding] = useState(false);
  const [exporting, setExporting] = useState(false);
  const kept = lastPlace();
  const pipeline =
    pipelines.find((p) => p.id === (search.pipeline ?? kept.pipeline)) ??
    pipelines.find((p) => p.is_main) ??
    (pipelines[0] as Pipeline);
  const view = search.view ?? kept.view ?? 'board';
  const filter = soundFilter(search.filter ?? '');
  const boardSort = sortIn(BOARD_SORTS, search.sort) ?? kept.sort ?? 'next_task';
  const query = useMemo(() => ({ pipeline: pipeline.id, filter, sort: boardSort }), [pipeline.id, filter, boardSort]);
  useEffect(() => rememberPlace({ pipeline: pipeline.id, view, sort: boardSort }), [pipeline.id, view, boardSort]);
  const { data: board } = useQuery({ ...boardOptions(query), enabled: false });
  const [around, setAround] = useState<readonly number[]>([]);

  const go = useCallback(
    (patch: { [K in keyof DealsSearch]?: DealsSearch[K] | undefined }, replace = false) =>
      void navigate({ to: '/deals', search: (was) => clean({ ...was, ...patch }), replace }),
    [navigate],
  );
  const openCard = useCallback(
    (id: number | null, replace = false) => go({ card: id === null ? undefined : `deal-${id}` }, replace),
    [go],
  );
  const openRow = useCallback(
    (row: { id: number }, ids: readonly number[]) => {
      setAround(ids);
      openCard(row.id);
    },
    [openCard],
  );
  const add = () => {
    if (view === 'list') go({ view: 'board' });
    setAdding(true);
  };
  useWanted('deal', add);

  const opened = search.card?.startsWith('deal-') ? Number(search.card.slice(5)) : null;
  const step = (by: number): (() => void) | undefined => {
    if (opened === null) return;
    let next: number | undefined;
    if (view === 'list') next = around[around.indexOf(opened) + by];
    else {
      const at = board && findCard(board, opened);
      next = at ? board.columns[at.column]?.items[at.row + by]?.id : undefined;
    }
    return next === undefined ? undefined : () => openCard(next, true);
  };
  const sorts = BOARD_SORTS.map((value) => ({
    id: value,
    label: t(SORT_WORD[value]),
    checked: value === boardSort,
    onSelect: () => go({ sort: value }, true),
  }));
  const links = [
    ...(can(who, 'settings')
      ? [{ kind: 'link' as const, id: 'settings', label: t('settings'), href: '/settings/pipelines' }]
      : []),
    ...(can(who, 'import') ? [{ kind: 'link' as const, id: 'import', label: t('import'), href: '/import' }] : []),
    { kind: 'link' as const, id: 'duplicates', label: t('duplicates'), href: '/duplicates?kind=deal' },
    ...(can(who, 'deal.delete') ? [{ kind: 'link' as const, id: 'bin', label: t('bin'), href: '/bin?kind=deal' }] : []),
    ...(can(who, 'deal.export') ? [{ id: 'export', label: t('export'), onSelect: () => setExporting(true) }] : []),
  ];
  const changeFilter = (json: string) => go({ filter: json || undefined }, true);
  if (!can(who, 'deal.view')) return <ForbiddenState right={t('title')} />;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={t('title')}
        before={
          pipelines.length > 1 ? (
            <Button
              variant="ghost"
              aria-haspopup="menu"
              aria-label={`${t('pipeline')}: ${pipeline.name}`}
              onClick={(event) =>
                openMenu({
                  anchor: event.currentTarget,
                  items: pipelines.map((p) => ({
                    id: String(p.id),
                    label: p.name,
                    checked: p.id === pipeline.id,
                    onSelect: () => go({ pipeline: p.id }),
                  })),
                })
              }
            >
              {pipeline.name}
              <ChevronDown aria-hidden="true" size={14} />
            </Button>
          ) : undefined
        }
        meta={
          view === 'board' && board ? (
            <span className="max-desk:hidden">{t('total', { n: board.count, sum: formatMoney(board.sum) })}</span>
          ) : undefined
        }
      >
        {links.length > 0 && (
          <IconButton
            icon={<Ellipsis size={16} />}
            label={t('more')}
            onClick={(event) => openMenu({ anchor: event.currentTarget, align: 'end', items: links })}
          />
        )}
        {can(who, 'deal.create') && (
          <Button variant="primary" aria-label={t('newDeal')} icon={<Plus size={16} />} reason={away} onClick={add}>
            <span className="max-desk:hidden">{t('newDeal')}</span>
          </Button>
        )}
      </PageHeader>
      <Toolbar
        label={t('view')}
        // The list has more tools than a phone is wide: the filter takes a row of its own.
        className={
          view === 'list'
            ? 'max-desk:flex-wrap max-desk:[&>:nth-child(2)]:order-last max-desk:[&>:nth-child(2)]:basis-full'
            : undefined
        }
        end={
          view === 'board' ? (
            <IconButton
              icon={<ArrowDownWideNarrow size={16} />}
              label={t('sort')}
              onClick={(event) => openMenu({ anchor: event.currentTarget, align: 'end', items: sorts })}
            />
          ) : (
            <Suspense fallback={null}>
              <ListTools
                pipeline={pipeline.id}
                filter={filter}
                sort={search.sort ?? '-created_at'}
                saved={search.saved}
                group={search.group}
                onGroup={(group) => go({ group }, true)}
                onChoose={(chosen, saved) =>
                  go({
                    saved,
                    filter: chosen.filter || undefined,
                    sort: chosen.sort || undefined,
                    view: chosen.layout || 'list',
                  })
                }
              />
            </Suspense>
          )
        }
      >
        <SegmentedControl
          label={t('view')}
          value={view}
          onChange={(next) => go({ view: next, sort: undefined })}
          segments={[
            { value: 'board', label: t('board'), icon: <Kanban size={16} /> },
            { value: 'list', label: t('list'), icon: <List size={16} /> },
          ]}
        />
        <FilterBar kind="deal" value={filter} onChange={changeFilter} closing={view === 'list'} />
      </Toolbar>
      {view === 'board' ? (
        <DealBoard
          key={pipeline.id}
          query={query}
          pipeline={pipeline}
          adding={adding}
          onAdd={setAdding}
          onOpen={openCard}
          onClearFilter={() => changeFilter('')}
        />
      ) : (
        <Suspense fallback={null}>
          <DealList
            pipeline={pipeline.id}
            filter={filter}
            sort={search.sort ?? '-created_at'}
            group={search.group}
            canCreate={can(who, 'deal.create')}
            onSort={(next) => go({ sort: next }, true)}
            onOpen={openRow}
            onAdd={add}
            onClearFilter={() => changeFilter('')}
          />
        </Suspense>
      )}
      {exporting && (
        <Suspense fallback={null}>
          <DealExport
            filter={inPipeline(pipeline.id, filter)}
            sort={view === 'list' ? (search.sort ?? '-created_at') : '-created_at'}
            onClose={() => setExporting(false)}
          />
        </Suspense>
      )}
      {opened !== null && (
        <Suspense fallback={null}>
          <CardSheet kind="deal" id={opened} onClose={() => openCard(null)} prev={step(-1)} next={step(1)} />
        </Suspense>
      )}
    </div>
  );
}

const sortIn = (known: readonly string[], sort: string | undefined) =>
  sort && known.includes(sort) ? sort : undefined;
