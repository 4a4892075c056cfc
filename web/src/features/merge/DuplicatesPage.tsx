import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { PageHeader } from '@/ui/PageHeader';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { Late } from '@/ui/Skeleton';
import { Spinner } from '@/ui/Spinner';
import { Toolbar } from '@/ui/Toolbar';
import { type By, groupsOptions } from './api';
import { GroupPart } from './GroupPart';
import locale from './locale';
import { MergeDialog } from './MergeDialog';
import { duplicatesSearch } from './search';

/** Cards that may be the same, found over the whole base by what they share. */
export function DuplicatesPage() {
  const t = useText(locale);
  const navigate = useNavigate();
  const who = useSession();
  const { kind = 'contact', by = kind === 'deal' ? 'name' : 'phone' } = duplicatesSearch(useSearch({ strict: false }));
  const list = useInfiniteQuery({ ...groupsOptions(kind, by), enabled: can(who, `${kind}.view`) });
  const [merging, setMerging] = useState<number[] | null>(null);
  const groups = list.data?.pages.flatMap((p) => p.items ?? []) ?? [];
  const go = (search: { kind: CardKind; by?: By }) =>
    void navigate({ to: '/duplicates', search: search as object, replace: true });
  const { hasNextPage, isFetching, fetchNextPage } = list;
  // A page may hold nothing one may see; then the next one is asked for until there is something to show.
  const bare = groups.length === 0 && hasNextPage && !isFetching;
  useEffect(() => {
    if (bare) void fetchNextPage();
  }, [bare, fetchNextPage]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader title={t('title')} />
      <Toolbar label={t('tools')}>
        <SegmentedControl
          label={t('of')}
          value={kind}
          onChange={(next) => go({ kind: next })}
          segments={[
            { value: 'contact', label: t('contacts') },
            { value: 'company', label: t('companies') },
            { value: 'deal', label: t('deals') },
          ]}
        />
        <SegmentedControl
          label={t('by')}
          value={by}
          onChange={(next) => go({ kind, by: next })}
          segments={(['phone', 'email', 'name'] as const).map((value) => ({ value, label: t(`by_${value}`) }))}
        />
      </Toolbar>
      {!can(who, `${kind}.view`) ? (
        <ForbiddenState right={t('title')} />
      ) : list.error && groups.length === 0 ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : groups.length > 0 ? (
        <div className="min-h-0 flex-1 overflow-y-auto p-4 max-desk:p-2">
          <div className="mx-auto flex max-w-[1000px] flex-col gap-3">
            {groups.map((g) => (
              <GroupPart key={`${kind}${by}${g.key}`} kind={kind} by={by} group={g} onMerge={setMerging} />
            ))}
            {list.hasNextPage && (
              <Button
                className="self-center"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t('more')}
              </Button>
            )}
          </div>
        </div>
      ) : list.isFetching || list.hasNextPage ? (
        <Late>
          <div className="flex flex-1 items-center justify-center">
            <Spinner />
          </div>
        </Late>
      ) : (
        <EmptyState title={t('none')} text={t('noneText')} />
      )}
      {merging && <MergeDialog kind={kind} ids={merging} onClose={() => setMerging(null)} />}
    </div>
  );
}
