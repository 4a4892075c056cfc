import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMe } from '@/lib/bootstrap';
import { formatNumber } from '@/lib/format';
import { text, useText } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { PageHeader } from '@/ui/PageHeader';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { Toolbar } from '@/ui/Toolbar';
import { taskCounts } from './api';
import locale from './locale';
import { BUCKETS } from './model';
import { NewTaskDialog } from './NewTaskDialog';
import type { TasksSearch } from './search';
import { TaskBoard } from './TaskBoard';
import { TaskList } from './TaskList';

const route = getRouteApi('/frame/tasks');

/** All tasks: a board by day, or a list. The address holds the view and whose they are. */
export function TasksPage() {
  const t = useText(locale);
  const me = useMe();
  const session = useSession();
  const navigate = useNavigate();
  const search = route.useSearch();
  const [making, setMaking] = useState(false);
  const may = can(session, 'task.view');
  const who = search.who === 'all' ? 0 : me.id;
  const counts = useQuery({ ...taskCounts(who), enabled: may });
  const mayMake = can(session, 'task.create');
  useShortcuts([
    {
      keys: 'n t',
      label: () => text(locale, 'keyNew'),
      group: () => text(locale, 'groupTasks'),
      when: () => mayMake,
      run: () => setMaking(true),
    },
  ]);
  if (!may) return <ForbiddenState right={t('viewRight')} />;
  const total = counts.data && BUCKETS.reduce((sum, bucket) => sum + counts.data[bucket], 0);
  const go = (next: TasksSearch) => void navigate({ to: '/tasks', search: next, replace: true });
  const whose = search.who ? { who: search.who } : {};
  const view = search.view ? { view: search.view } : {};
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={t('tasks')}
        meta={total ? <span data-tip={formatNumber(total)}>{t('count', { n: total })}</span> : undefined}
      >
        {mayMake && (
          <Button variant="primary" icon={<Plus aria-hidden="true" size={16} />} onClick={() => setMaking(true)}>
            {t('newTask')}
          </Button>
        )}
      </PageHeader>
      <Toolbar label={t('view')}>
        <SegmentedControl
          label={t('view')}
          value={search.view ?? 'board'}
          onChange={(next) => go({ ...whose, ...(next === 'list' ? { view: 'list' } : {}) })}
          segments={[
            { value: 'board', label: t('board') },
            { value: 'list', label: t('list') },
          ]}
        />
        <SegmentedControl
          label={t('whose')}
          value={search.who ?? 'mine'}
          onChange={(next) =>
            go({ ...view, ...(search.done ? { done: true } : {}), ...(next === 'all' ? { who: 'all' } : {}) })
          }
          segments={[
            { value: 'mine', label: t('mine') },
            { value: 'all', label: t('all') },
          ]}
        />
        {search.view === 'list' && (
          <SegmentedControl
            label={t('bucket')}
            value={search.done ? 'done' : 'open'}
            onChange={(next) => go({ ...whose, ...view, ...(next === 'done' ? { done: true } : {}) })}
            segments={[
              { value: 'open', label: t('open') },
              { value: 'done', label: t('done') },
            ]}
          />
        )}
      </Toolbar>
      {search.view === 'list' ? (
        <TaskList who={who} done={!!search.done} onNew={mayMake ? () => setMaking(true) : undefined} />
      ) : (
        <TaskBoard who={who} counts={counts.data} onNew={mayMake ? () => setMaking(true) : undefined} />
      )}
      {making && <NewTaskDialog onClose={() => setMaking(false)} />}
    </div>
  );
}
