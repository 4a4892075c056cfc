import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { PageHeader } from '@/ui/PageHeader';
import { Switch } from '@/ui/Switch';
import { binOptions, binSettings } from './api';
import { BinTable } from './BinTable';
import { type BinPatch, BinTools } from './BinTools';
import locale from './locale';
import { binSearch } from './search';
import { useBinActs } from './useBinActs';

const KINDS: readonly CardKind[] = ['deal', 'contact', 'company'];

/** Deleted cards: found by name, by who and when, brought back with their links, or deleted for ever. */
export function BinPage() {
  const t = useText(locale);
  const navigate = useNavigate();
  const who = useSession();
  const search = binSearch(useSearch({ strict: false }));
  const kinds = KINDS.filter((k) => can(who, `${k}.delete`));
  const kind = search.kind ?? kinds[0] ?? 'deal';
  const allowed = kinds.includes(kind);
  const list = useInfiniteQuery({ ...binOptions(kind, search), enabled: allowed });
  const settings = useQuery(binSettings);
  const rows = list.data?.pages.flatMap((p) => p.items ?? []) ?? [];
  const [ticked, setTicked] = useState<number[]>([]);
  const chosen = ticked.filter((id) => rows.some((r) => r.id === id));
  const acts = useBinActs(kind, () => setTicked([]));
  const admin = can(who, 'admin');
  const filtered = !!(search.who || search.from || search.to || search.q);
  const go = (patch: BinPatch) =>
    void navigate({
      to: '/bin',
      search: (was) =>
        Object.fromEntries(Object.entries({ ...was, ...patch }).filter(([, v]) => v !== undefined)) as object,
      replace: true,
    });
  const fate = settings.data && (settings.data.keeps ? t('kept') : t('days', { n: settings.data.days ?? 30 }));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title={t('title')} meta={<span className="max-desk:hidden">{fate}</span>}>
        {admin && settings.data && (
          <Switch checked={settings.data.keeps} onChange={(keeps) => void acts.keep(keeps)} label={t('keeps')} />
        )}
      </PageHeader>
      {!allowed ? (
        <ForbiddenState right={t('right')} />
      ) : (
        <>
          <BinTools kinds={kinds} kind={kind} search={search} go={go} />
          {list.error && rows.length === 0 ? (
            <ErrorState error={list.error} onRetry={() => void list.refetch()} />
          ) : list.isPending ? null : rows.length === 0 ? (
            <EmptyState title={t(filtered ? 'noMatch' : 'empty')} text={filtered ? undefined : t('emptyText')} />
          ) : (
            <BinTable
              kind={kind}
              rows={rows}
              ticked={chosen}
              onTick={setTicked}
              onRestore={(id) => void acts.restore([id])}
              onUnmerge={(id) => void acts.unmerge(id)}
            />
          )}
        </>
      )}
      {(chosen.length > 0 || list.hasNextPage) && (
        <div className="flex shrink-0 items-center justify-center gap-2 border-t border-line bg-surface p-2">
          {chosen.length > 0 && (
            <>
              <Button variant="primary" onClick={() => void acts.restore(chosen)}>
                {t('restoreMany', { n: chosen.length })}
              </Button>
              <Button
                variant="ghost"
                reason={admin ? undefined : t('onlyAdmin')}
                onClick={() => void acts.purge(chosen)}
              >
                {t('purge')}
              </Button>
            </>
          )}
          {list.hasNextPage && (
            <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('more')}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
