import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { ArrowDownWideNarrow, Ellipsis, Plus } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { type Pipeline, usePipelines } from '@/lib/bootstrap';
import { formatMoney } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { PageHeader } from '@/ui/PageHeader';
import { Select } from '@/ui/Select';
import { boardOptions } from './api';
import { BOARD_SORTS, findCard } from './board';
import { DealBoard } from './DealBoard';
import locale from './locale';
import { lastPlace, rememberPlace } from './place';
import type { DealsSearch } from './search';

// Fetched when the first card is opened, or in idle time.
const CardSheet = lazy(() => import('@/features/cards').then((m) => ({ default: m.CardSheet })));
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
  const navigate = useNavigate();
  const search = route.useSearch();
  const pipelines = usePipelines();
  const who = useSession();
  const [adding, setAdding] = useState(false);
  const kept = lastPlace();
  const pipeline =
    pipelines.find((p) => p.id === (search.pipeline ?? kept.pipeline)) ??
    pipelines.find((p) => p.is_main) ??
    (pipelines[0] as Pipeline);
  const sort = search.sort ?? kept.sort ?? 'next_task';
  const query = useMemo(
    () => ({ pipeline: pipeline.id, filter: search.filter ?? '', sort }),
    [pipeline.id, search.filter, sort],
  );
  useEffect(() => rememberPlace({ pipeline: pipeline.id, sort }), [pipeline.id, sort]);
  const { data: board } = useQuery({ ...boardOptions(query), enabled: false });

  const go = (patch: Partial<DealsSearch>, replace = false) =>
    void navigate({ to: '/deals', search: (was) => clean({ ...(was as DealsSearch), ...patch }), replace });
  const openCard = (id: number | null, replace = false) =>
    go({ card: id === null ? undefined : `deal-${id}` } as Partial<DealsSearch>, replace);

  const opened = search.card?.startsWith('deal-') ? Number(search.card.slice(5)) : null;
  const step = (by: number): (() => void) | undefined => {
    const at = opened !== null && board ? findCard(board, opened) : null;
    const next = at && board?.columns[at.column]?.items[at.row + by];
    return next ? () => openCard(next.id, true) : undefined;
  };
  const sorts = BOARD_SORTS.map((value) => ({
    id: value,
    label: t(SORT_WORD[value]),
    checked: value === sort,
    onSelect: () => go({ sort: value }, true),
  }));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={t('title')}
        before={
          pipelines.length > 1 ? (
            <Select
              compact
              aria-label={t('pipeline')}
              value={String(pipeline.id)}
              onChange={(id) => go({ pipeline: Number(id) })}
              options={pipelines.map((p) => ({ value: String(p.id), label: p.name }))}
            />
          ) : undefined
        }
        meta={board ? t('total', { n: board.count, sum: formatMoney(board.sum) }) : undefined}
      >
        <IconButton
          icon={<ArrowDownWideNarrow size={16} />}
          label={t('sort')}
          onClick={(event) => openMenu({ anchor: event.currentTarget, align: 'end', items: sorts })}
        />
        <IconButton
          icon={<Ellipsis size={16} />}
          label={t('more')}
          onClick={(event) =>
            openMenu({
              anchor: event.currentTarget,
              align: 'end',
              items: [
                ...(can(who, 'settings')
                  ? [{ kind: 'link' as const, id: 'settings', label: t('settings'), href: '/settings/pipelines' }]
                  : []),
                ...(can(who, 'import')
                  ? [{ kind: 'link' as const, id: 'import', label: t('import'), href: '/import' }]
                  : []),
              ],
            })
          }
        />
        {can(who, 'deal.create') && (
          <Button variant="primary" aria-label={t('newDeal')} icon={<Plus size={16} />} onClick={() => setAdding(true)}>
            <span className="max-desk:hidden">{t('newDeal')}</span>
          </Button>
        )}
      </PageHeader>
      <DealBoard
        key={pipeline.id}
        query={query}
        pipeline={pipeline}
        adding={adding}
        onAdd={setAdding}
        onOpen={(card) => openCard(card.id)}
        onClearFilter={() => go({ filter: undefined } as Partial<DealsSearch>)}
      />
      {opened !== null && (
        <Suspense fallback={null}>
          <CardSheet kind="deal" id={opened} onClose={() => openCard(null)} prev={step(-1)} next={step(1)} />
        </Suspense>
      )}
    </div>
  );
}

/** Leaves out what is not given, so that the address stays short. */
function clean(search: Record<string, unknown>): DealsSearch {
  return Object.fromEntries(
    Object.entries(search).filter(([, value]) => value !== undefined && value !== ''),
  ) as DealsSearch;
}
