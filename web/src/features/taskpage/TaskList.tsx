import { useInfiniteQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { CompleteDialog, emptyName, NewTaskDialog, type Task, type TaskFilter, taskPages } from '@/features/tasks';
import type { ApiError } from '@/lib/api';
import { usePeopleById } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Late, Skeleton } from '@/ui/Skeleton';
import { Table } from '@/ui/Table';
import { TableHeadCell } from '@/ui/TableHeadCell';
import { BulkBar } from './BulkBar';
import { ColumnsButton } from './ColumnsButton';
import { readColumns, type TaskColumnName, writeColumns } from './columns';
import locale from './locale';
import { TaskListRow } from './TaskListRow';

/** Tasks as a table: open ones by when they are due, or completed ones, the last first. Chosen ones are changed together. */
export function TaskList({
  filter,
  done,
  sort,
  narrowed,
  onClear,
  onNew,
}: {
  filter: TaskFilter;
  done: boolean;
  sort: string | undefined;
  narrowed: boolean;
  onClear: () => void;
  onNew: (() => void) | undefined;
}) {
  const t = useText(locale);
  const people = usePeopleById();
  const may = can(useSession(), 'task.edit') && !done;
  const order = sort ?? (done ? '-completed_at' : undefined);
  const tasks = useInfiniteQuery(
    taskPages({ ...filter, ...(done ? { bucket: 'done' } : { open: true }), sort: order }),
  );
  const [asks, setAsks] = useState<{ what: 'result' | 'edit'; task: Task } | null>(null);
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const [columns, setColumns] = useState(readColumns);
  const items = tasks.data?.pages.flatMap((p) => p.items) ?? [];
  const chosen = items.filter((task) => marked.has(task.id));
  if (tasks.isPending)
    return (
      <Late>
        <Skeleton className="m-4 h-64" />
      </Late>
    );
  if (tasks.error && items.length === 0)
    return <ErrorState error={tasks.error as ApiError} onRetry={() => void tasks.refetch()} />;
  if (items.length === 0 && narrowed)
    return <EmptyState title={t('noMatch')} action={<Button onClick={onClear}>{t('clearFilter')}</Button>} />;
  if (items.length === 0)
    return (
      <EmptyState
        icon={<CircleCheck size={20} />}
        title={done ? emptyName('done') : t('emptyAll')}
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
  const mark = (id: number) => {
    const next = new Set(marked);
    if (!next.delete(id)) next.add(id);
    setMarked(next);
  };
  const show = (next: TaskColumnName[]) => {
    setColumns(next);
    writeColumns(next);
  };
  const has = (name: TaskColumnName) => columns.includes(name);
  return (
    <>
      {chosen.length > 0 && <BulkBar tasks={chosen} onClose={() => setMarked(new Set())} />}
      <Table label={t('tasks')} className="min-h-0 flex-1 bg-surface">
        <thead className="max-desk:hidden">
          <tr>
            {may && (
              <TableHeadCell name={t('selectAll')} width={36}>
                <Checkbox
                  aria-label={t('selectAll')}
                  checked={chosen.length === items.length}
                  mixed={chosen.length > 0 && chosen.length < items.length}
                  onChange={(on) => setMarked(new Set(on ? items.map((task) => task.id) : []))}
                />
              </TableHeadCell>
            )}
            <TableHeadCell>{t('colTask')}</TableHeadCell>
            {has('when') && <TableHeadCell>{t('colWhen')}</TableHeadCell>}
            {has('card') && <TableHeadCell>{t('colCard')}</TableHeadCell>}
            {has('type') && <TableHeadCell>{t('colType')}</TableHeadCell>}
            {has('who') && <TableHeadCell>{t('colWho')}</TableHeadCell>}
            {has('repeat') && <TableHeadCell>{t('colRepeat')}</TableHeadCell>}
            {has('created') && <TableHeadCell>{t('colCreated')}</TableHeadCell>}
            {done && <TableHeadCell>{t('colResult')}</TableHeadCell>}
            <TableHeadCell name={t('columns')} width={44}>
              <ColumnsButton value={columns} onChange={show} />
            </TableHeadCell>
          </tr>
        </thead>
        <tbody>
          {items.map((task) => (
            <TaskListRow
              key={task.id}
              task={task}
              columns={columns}
              who={people.get(task.responsible_id)?.name ?? ''}
              marked={may ? marked.has(task.id) : undefined}
              onMark={() => mark(task.id)}
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
