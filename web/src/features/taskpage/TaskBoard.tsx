import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Link } from '@tanstack/react-router';
import { CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useRef, useState } from 'react';
import {
  BUCKETS,
  type Bucket,
  bucketOf,
  type Column,
  CompleteDialog,
  moveTo,
  NewTaskDialog,
  type Task,
  type TaskFilter,
  usePostpone,
} from '@/features/tasks';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import locale from './locale';
import { TaskColumn } from './TaskColumn';

const COLUMNS: readonly Column[] = [...BUCKETS, 'done_today'];

/**
 * Tasks by day. A card is dragged to another day, or moved there by Shift and an arrow; put among the done ones it asks
 * what came of it.
 */
export function TaskBoard({
  filter,
  counts,
  onNew,
}: {
  filter: TaskFilter;
  counts: Record<Column, number> | undefined;
  onNew: ((from?: { about?: { id: number; name: string } }) => void) | undefined;
}) {
  const t = useText(locale);
  const postpone = usePostpone();
  const [asks, setAsks] = useState<{ what: 'result' | 'edit'; task: Task } | null>(null);
  const put = (task: Task, bucket: Column) => {
    if (bucket === 'done_today') return setAsks({ what: 'result', task });
    if (bucketOf(task.due_at) === bucket) return;
    const due = moveTo(task, bucket);
    if (due) postpone(task, due);
  };
  const latest = useRef(put);
  latest.current = put;
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => 'task' in source.data,
        onDrop: ({ source, location }) => {
          const bucket = location.current.dropTargets[0]?.data.bucket as Column | undefined;
          if (bucket) latest.current(source.data.task as Task, bucket);
        },
      }),
    [],
  );
  /** Moves by a step to the nearest column that takes tasks. */
  const shift = (task: Task, by: 1 | -1) => {
    for (let i = BUCKETS.indexOf(bucketOf(task.due_at)) + by; i >= 0 && i < BUCKETS.length; i += by) {
      const bucket = BUCKETS[i] as Bucket;
      if (moveTo(task, bucket)) return put(task, bucket);
    }
  };
  const empty = counts && COLUMNS.every((bucket) => counts[bucket] === 0);
  let body: ReactNode = COLUMNS.map((bucket) => (
    <TaskColumn
      key={bucket}
      bucket={bucket}
      filter={filter}
      count={counts?.[bucket]}
      onNew={onNew}
      onShift={shift}
      onComplete={(task) => setAsks({ what: 'result', task })}
      onEdit={(task) => setAsks({ what: 'edit', task })}
    />
  ));
  if (empty)
    body = (
      <EmptyState
        icon={<CircleCheck size={20} />}
        title={t('emptyAll')}
        text={t('emptyAllText')}
        action={
          <span className="flex flex-wrap items-center gap-3">
            {onNew && (
              <Button variant="primary" onClick={() => onNew()}>
                {t('newTask')}
              </Button>
            )}
            <Link to="/deals" className="text-accent">
              {t('withoutTasks')}
            </Link>
          </span>
        }
      />
    );
  return (
    <div className="min-h-0 flex-1 overflow-auto bg-bg desk:overflow-y-hidden">
      <div className="flex gap-2 p-2 max-desk:flex-col desk:h-full desk:min-w-[1240px]">{body}</div>
      {asks?.what === 'result' && <CompleteDialog task={asks.task} onClose={() => setAsks(null)} />}
      {asks?.what === 'edit' && <NewTaskDialog task={asks.task} onClose={() => setAsks(null)} />}
    </div>
  );
}
