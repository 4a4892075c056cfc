import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { eventChoices } from '@/features/filter';
import { sentence } from '@/features/timeline';
import { bootstrap, usePeople } from '@/lib/bootstrap';
import { formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { DatePicker } from '@/ui/DatePicker';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { later } from '@/ui/later';
import { MultiSelect } from '@/ui/MultiSelect';
import { PageHeader } from '@/ui/PageHeader';
import { Select } from '@/ui/Select';
import { Table } from '@/ui/Table';
import { TableCell } from '@/ui/TableCell';
import { TableHeadCell } from '@/ui/TableHeadCell';
import { TableRow } from '@/ui/TableRow';
import { Toolbar } from '@/ui/Toolbar';
import { chosenEvents, type EventRow, eventsOptions } from './api';
import locale from './locale';
import type { EventsSearch } from './search';

const ExportDialog = later(() => import('@/features/transfer').then((m) => m.ExportDialog));
const route = getRouteApi('/frame/events');
const PATH: Record<string, string> = { deal: '/deals/$id', contact: '/contacts/$id', company: '/companies/$id' };

/** Everything that happened in the account and that one may see, newest first. */
export function EventsPage() {
  const t = useText(locale);
  const navigate = useNavigate();
  const search = route.useSearch();
  const people = usePeople();
  const { data: names } = useSuspenseQuery(bootstrap);
  const allowed = can(useSession(), 'events');
  const list = useInfiniteQuery({ ...eventsOptions(search), enabled: allowed });
  const rows = list.data?.pages.flatMap((p) => p.items) ?? [];
  const filtered = Object.keys(search).length > 0;
  const [exporting, setExporting] = useState(false);
  const verbs = eventChoices(search.kind ?? 'deal');
  const what = search.what?.split(',').map((v) => verbs.find((o) => o.value === v) ?? { value: v, label: v }) ?? [];
  const go = (patch: { [K in keyof EventsSearch]?: EventsSearch[K] | undefined }) =>
    void navigate({
      to: '/events',
      search: (was) =>
        Object.fromEntries(Object.entries({ ...was, ...patch }).filter(([, v]) => v !== undefined)) as EventsSearch,
      replace: true,
    });
  if (!allowed)
    return (
      <div className="flex h-full min-h-0 flex-col">
        <PageHeader title={t('title')} />
        <ForbiddenState right={t('title')} />
      </div>
    );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title={t('title')}>
        <Button
          icon={<Download aria-hidden="true" size={16} />}
          onPointerEnter={() => void ExportDialog.preload()}
          onClick={() => setExporting(true)}
        >
          {t('export')}
        </Button>
      </PageHeader>
      {exporting && (
        <ExportDialog
          kind="event"
          chosen={{ events: { ...chosenEvents(search), ...(search.who ? { actor_ids: [search.who] } : {}) } }}
          onClose={() => setExporting(false)}
        />
      )}
      <Toolbar label={t('filters')}>
        <Select
          compact
          aria-label={t('who')}
          value={String(search.who ?? 0)}
          onChange={(id) => go({ who: Number(id) || undefined })}
          options={[{ value: '0', label: t('anyone') }, ...people.map((p) => ({ value: String(p.id), label: p.name }))]}
        />
        <Select
          compact
          aria-label={t('kind')}
          value={search.kind ?? 'all'}
          onChange={(kind) => go({ kind: kind === 'all' ? undefined : kind, what: undefined })}
          options={[
            { value: 'all', label: t('everywhere') },
            { value: 'deal', label: t('deal') },
            { value: 'contact', label: t('contact') },
            { value: 'company', label: t('company') },
          ]}
        />
        <MultiSelect
          className="w-[220px] shrink-0"
          aria-label={t('what')}
          placeholder={t('anything')}
          options={verbs}
          value={what}
          onChange={(chosen) => go({ what: chosen.map((o) => o.value).join(',') || undefined })}
        />
        <span className="flex w-[190px] shrink-0 items-center gap-1.5">
          <span aria-hidden="true" className="text-muted">
            {t('from')}
          </span>
          <DatePicker
            aria-label={t('from')}
            value={search.from ?? null}
            onChange={(day) => go({ from: day ?? undefined })}
          />
        </span>
        <span className="flex w-[190px] shrink-0 items-center gap-1.5">
          <span aria-hidden="true" className="text-muted">
            {t('to')}
          </span>
          <DatePicker aria-label={t('to')} value={search.to ?? null} onChange={(day) => go({ to: day ?? undefined })} />
        </span>
        {filtered && (
          <Button
            variant="ghost"
            onClick={() => go({ who: undefined, kind: undefined, what: undefined, from: undefined, to: undefined })}
          >
            {t('clear')}
          </Button>
        )}
      </Toolbar>
      {list.error && rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? null : rows.length === 0 ? (
        <EmptyState title={t(filtered ? 'noMatch' : 'empty')} />
      ) : (
        <Table label={t('title')} className="min-h-0 flex-1">
          <thead className="max-desk:hidden">
            <tr>
              <TableHeadCell>{t('time')}</TableHeadCell>
              <TableHeadCell>{t('who')}</TableHeadCell>
              <TableHeadCell>{t('object')}</TableHeadCell>
              <TableHeadCell>{t('what')}</TableHeadCell>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <TableRow key={row.id}>
                <TableCell>
                  <time className="tabular whitespace-nowrap text-muted" data-tip={formatFull(row.at)}>
                    {formatWhen(row.at)}
                  </time>
                </TableCell>
                <TableCell className="max-desk:hidden">{row.actor.name || t('robot')}</TableCell>
                <TableCell className="max-desk:hidden">
                  <Target row={row} />
                </TableCell>
                <TableCell className="max-desk:max-w-[68vw] max-desk:py-1.5 max-desk:whitespace-normal">
                  {row.note ? t('note', { text: row.note.text.slice(0, 200) }) : sentence(row, names)}
                  <span className="block truncate text-small text-muted desk:hidden">
                    <Target row={row} />
                    {row.entity.name && ' · '}
                    {row.actor.name || t('robot')}
                  </span>
                </TableCell>
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
      {list.hasNextPage && (
        <div className="flex shrink-0 justify-center border-t bg-surface p-2">
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </div>
  );
}

function Target({ row }: { row: EventRow }) {
  const path = PATH[row.entity.kind];
  if (!path || !row.entity.name) return null;
  return (
    <Link to={path} params={{ id: String(row.entity.id) }} className="hover:text-accent">
      {row.entity.name}
    </Link>
  );
}
