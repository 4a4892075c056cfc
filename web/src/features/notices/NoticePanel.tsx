import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CheckCheck, Settings2 } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { IconButton } from '@/ui/IconButton';
import { Sheet } from '@/ui/Sheet';
import { Late, Skeleton } from '@/ui/Skeleton';
import { Tabs } from '@/ui/Tabs';
import { notices, readAll, type Tab } from './api';
import locale from './locale';
import { grouped } from './model';
import { NoticeBlock } from './NoticeBlock';

/** The notification centre: what concerns me, newest first, by record. */
export function NoticePanel({ onClose }: { onClose: () => void }) {
  const t = useText(locale);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [tab, setTab] = useState<Tab>('all');
  const found = useInfiniteQuery(notices(tab));
  const list = found.data?.pages.flatMap((p) => p.items) ?? [];
  const groups = grouped(list);
  const fresh = list.some((n) => n.read_at === null);

  const all = () =>
    attempt(readAll(tab, list[0]?.id ?? 0).finally(() => queries.invalidateQueries({ queryKey: ['notices'] })));
  const go = (path: string) => {
    onClose();
    void navigate({ href: path });
  };

  return (
    <Sheet
      open
      onClose={onClose}
      title={t('notices')}
      scope="notices"
      actions={
        <>
          {fresh && <IconButton label={t('readAll')} icon={<CheckCheck size={16} />} onClick={() => void all()} />}
          <IconButton label={t('settings')} icon={<Settings2 size={16} />} onClick={() => go('/settings/notices')} />
        </>
      }
    >
      <Tabs
        className="-mx-1 mb-3"
        label={t('notices')}
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'all', label: t('tabAll') },
          { value: 'mentions', label: t('tabMentions') },
          { value: 'tasks', label: t('tabTasks') },
          { value: 'system', label: t('tabSystem') },
        ]}
      />
      {found.isPending && (
        <Late>
          {[1, 2, 3].map((n) => (
            <Skeleton key={n} className="mb-3 h-12" />
          ))}
        </Late>
      )}
      {found.isError && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && list.length === 0 && (
        <EmptyState title={t(tab === 'all' ? 'calm' : 'calmTab')} text={tab === 'all' ? t('calmText') : undefined} />
      )}
      <ul className="flex flex-col gap-4">
        {groups.map((g) => (
          <NoticeBlock key={g.items[0]?.id} group={g} onGo={go} />
        ))}
      </ul>
      {found.hasNextPage && (
        <Button className="mt-3" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Sheet>
  );
}
