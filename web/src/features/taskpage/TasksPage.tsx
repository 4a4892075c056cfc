import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Download, Plus } from 'lucide-react';
import { useState } from 'react';
import { BUCKETS, NewTaskDialog, type TaskDraft, type TaskFilter, taskCounts } from '@/features/tasks';
import { useMe } from '@/lib/bootstrap';
import { formatNumber } from '@/lib/format';
import { text, useText } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { PageHeader } from '@/ui/PageHeader';
import locale from './locale';
import type { TasksSearch } from './search';
import { TaskBoard } from './TaskBoard';
import { TaskList } from './TaskList';
import { TasksToolbar } from './TasksToolbar';
import { peopleOf } from './view';

const ExportDialog = later(() => import('@/features/transfer').then((m) => m.ExportDialog));
const route = getRouteApi('/frame/tasks');
const TaskCalendar = later(() => import('./calendar/TaskCalendar').then((m) => m.TaskCalendar));

/** All tasks: a board by day, a list, a calendar. The address holds the view, whose they are and what narrows them. */
export function TasksPage() {
  const t = useText(locale);
  const me = useMe();
  const session = useSession();
  const navigate = useNavigate();
  const search = route.useSearch();
  const [making, setMaking] = useState<{ draft?: Partial<TaskDraft>; about?: { id: number; name: string } } | null>(
    null,
  );
  const may = can(session, 'task.view');
  const filter: TaskFilter = { people: peopleOf(search.who, me.id), type: search.type, kind: search.kind };
  const counts = useQuery({ ...taskCounts(filter), enabled: may });
  const mayMake = can(session, 'task.create');
  useShortcuts([
    {
      keys: 'n t',
      label: () => text(locale, 'keyNew'),
      group: () => text(locale, 'groupTasks'),
      when: () => mayMake,
      run: () => setMaking({}),
    },
  ]);
  const [exporting, setExporting] = useState(false);
  if (!may) return <ForbiddenState right={t('viewRight')} />;
  const total = counts.data && BUCKETS.reduce((sum, bucket) => sum + counts.data[bucket], 0);
  /** Changes what is named; `undefined` takes it out of the address. */
  const go = (patch: { [K in keyof TasksSearch]?: TasksSearch[K] | undefined }) =>
    void navigate({ to: '/tasks', search: { ...search, ...patch } as TasksSearch, replace: true });
  const make = mayMake ? (from: typeof making = {}) => setMaking(from) : undefined;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={t('tasks')}
        meta={total ? <span data-tip={formatNumber(total)}>{t('count', { n: total })}</span> : undefined}
      >
        {can(session, 'task.export') && (
          <IconButton
            label={t('export')}
            icon={<Download aria-hidden="true" size={16} />}
            onClick={() => setExporting(true)}
          />
        )}
        {make && (
          <Button variant="primary" icon={<Plus aria-hidden="true" size={16} />} onClick={() => make()}>
            {t('newTask')}
          </Button>
        )}
      </PageHeader>
      {exporting && (
        <ExportDialog
          kind="task"
          chosen={{
            tasks: {
              ...(filter.people.length ? { person_ids: [...filter.people] } : {}),
              ...(search.type ? { type_ids: [search.type] } : {}),
              ...(search.kind ? { entity_kind: search.kind } : {}),
              ...(search.view === 'list' ? { is_completed: search.done === true } : {}),
            },
          }}
          onClose={() => setExporting(false)}
        />
      )}
      <TasksToolbar search={search} me={me.id} onGo={go} />
      {search.view === 'calendar' ? (
        <TaskCalendar search={search} filter={filter} onGo={go} onNew={make && ((draft) => make({ draft }))} />
      ) : search.view === 'list' ? (
        <TaskList
          filter={filter}
          done={!!search.done}
          sort={search.sort}
          narrowed={!!(search.type || search.kind)}
          onClear={() => go({ type: undefined, kind: undefined })}
          onNew={make && (() => make())}
        />
      ) : (
        <TaskBoard filter={filter} counts={counts.data} onNew={make} />
      )}
      {making && <NewTaskDialog {...making} onClose={() => setMaking(null)} />}
    </div>
  );
}
