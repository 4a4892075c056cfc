import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { bucketName, type Column, dayOf, emptyName, type Task, type TaskFilter, taskPages } from '@/features/tasks';
import type { ApiError } from '@/lib/api';
import { formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import { Late, Skeleton } from '@/ui/Skeleton';
import locale from './locale';
import { NoTaskDeals } from './NoTaskDeals';
import { TaskCard } from './TaskCard';

/** One day or stretch of days, with how many tasks it has. What lies in the past takes none. */
export function TaskColumn({
  bucket,
  filter,
  count,
  onNew,
  onShift,
  onComplete,
  onEdit,
}: {
  bucket: Column;
  filter: TaskFilter;
  count: number | undefined;
  onNew: ((from: { about: { id: number; name: string } }) => void) | undefined;
  onShift: (task: Task, by: 1 | -1) => void;
  onComplete: (task: Task) => void;
  onEdit: (task: Task) => void;
}) {
  const t = useText(locale);
  const column = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  const tasks = useInfiniteQuery(taskPages({ bucket, ...filter }));
  const items = tasks.data?.pages.flatMap((p) => p.items) ?? [];
  const takes = bucket === 'done_today' || dayOf(bucket) !== null;

  useEffect(() => {
    if (!column.current || !scroller.current) return;
    return combine(
      dropTargetForElements({
        element: column.current,
        canDrop: ({ source }) => takes && 'task' in source.data,
        getData: () => ({ bucket }),
        onDragEnter: () => setOver(true),
        onDragLeave: () => setOver(false),
        onDrop: () => setOver(false),
      }),
      autoScrollForElements({ element: scroller.current }),
    );
  }, [bucket, takes]);

  return (
    <section
      ref={column}
      aria-label={bucketName(bucket)}
      data-column={bucket}
      className={`flex min-w-0 flex-1 flex-col rounded-control ${over ? 'bg-selected' : 'bg-sunken/60'}`}
    >
      <h2 className="flex min-h-[36px] shrink-0 items-center gap-2 px-3 font-semibold">
        <span className={bucket === 'overdue' && items.length > 0 ? 'text-bad' : ''}>{bucketName(bucket)}</span>
        <span className="tabular font-normal text-muted">{formatNumber(count ?? items.length)}</span>
      </h2>
      <div ref={scroller} className="flex min-h-0 flex-1 flex-col gap-1.5 px-1.5 pb-1.5 desk:overflow-y-auto">
        {tasks.isPending && (
          <Late>
            <Skeleton className="h-[68px] w-full" />
          </Late>
        )}
        {tasks.error && <ErrorState compact error={tasks.error as ApiError} onRetry={() => void tasks.refetch()} />}
        {tasks.data && items.length === 0 && <p className="px-1.5 py-1 text-muted">{emptyName(bucket)}</p>}
        {tasks.data && items.length === 0 && bucket === 'today' && (
          <NoTaskDeals people={filter.people} onTask={(about) => onNew?.({ about })} />
        )}
        {items.map((task) => (
          <TaskCard key={task.id} task={task} onShift={onShift} onComplete={onComplete} onEdit={onEdit} />
        ))}
        {tasks.hasNextPage && (
          <Button variant="ghost" loading={tasks.isFetchingNextPage} onClick={() => void tasks.fetchNextPage()}>
            {t('showMore')}
          </Button>
        )}
      </div>
    </section>
  );
}
