import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import type { ApiError } from '@/lib/api';
import { usePeopleById } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Late, Skeleton } from '@/ui/Skeleton';
import { Table } from '@/ui/Table';
import { TableHeadCell } from '@/ui/TableHeadCell';
import { taskPages } from './api';
import { CompleteDialog } from './CompleteDialog';
import locale from './locale';
import type { Task } from './model';
import { NewTaskDialog } from './NewTaskDialog';
import { TaskListRow } from './TaskListRow';

/** Tasks as a table: open ones by when they are due, or completed ones, the last first. */
export function TaskList({ who, done, onNew }: { who: number; done: boolean; onNew: (() => void) | undefined }) {
  const t = useText(locale);
  const people = usePeopleById();
  const tasks = useInfiniteQuery(taskPages(done ? { bucket: 'done', who } : { open: true, who }));
  const [asks, setAsks] = useState<{ what: 'result' | 'edit'; task: Task } | null>(null);
  const items = tasks.data?.pages.flatMap((p) => p.items) ?? [];
  if (tasks.isPending)
    return (
      <Late>
        <Skeleton className="m-4 h-64" />
      </Late>
    );
  if (tasks.error && items.length === 0)
    return <ErrorState error={tasks.error as ApiError} onRetry={() => void tasks.refetch()} />;
  if (items.length === 0)
    return (
      <EmptyState
        icon={<CircleCheck size={20} />}
        title={t(done ? 'emptyDone' : 'emptyAll')}
        text={done ? undefined : t('emptyAllText')}
        action={
          onNew && (
            <Button variant="primary" onClick={onNew}>
              {t('newTask')}
            </Button>
          )
        }
      />
    );
  return (
    <>
      <Table label={t('tasks')} className="min-h-0 flex-1 bg-surface">
        <thead className="max-desk:hidden">
          <tr>
            <TableHeadCell>{t('colTask')}</TableHeadCell>
            <TableHeadCell>{t('colWhen')}</TableHeadCell>
            <TableHeadCell>{t('colCard')}</TableHeadCell>
            <TableHeadCell>{t('colWho')}</TableHeadCell>
            {done && <TableHeadCell>{t('colResult')}</TableHeadCell>}
            <TableHeadCell name={t('menu', { text: '' })} width={44} />
          </tr>
        </thead>
        <tbody>
          {items.map((task) => (
            <TaskListRow
              key={task.id}
              task={task}
              who={people.get(task.responsible_id)?.name ?? ''}
              onAsk={(what) => setAsks({ what, task })}
            />
          ))}
        </tbody>
      </Table>
      {tasks.hasNextPage && (
        <Button
          variant="ghost"
          loading={tasks.isFetchingNextPage}
          onClick={() => void tasks.fetchNextPage()}
          className="m-2"
        >
          {t('showMore')}
        </Button>
      )}
      {asks?.what === 'result' && <CompleteDialog task={asks.task} onClose={() => setAsks(null)} />}
      {asks?.what === 'edit' && <NewTaskDialog task={asks.task} onClose={() => setAsks(null)} />}
    </>
  );
}
