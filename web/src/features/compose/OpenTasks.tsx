import { useQuery } from '@tanstack/react-query';
import { useCard } from '@/features/cardcore';
import { openTasksOf, orderTasks, TaskRow } from '@/features/tasks';
import type { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { ErrorState } from '@/ui/ErrorState';
import locale from './locale';

// Beside the question for the tasks themselves, so that a row waits for neither.
void TaskRow.preload();

/** The open tasks of a card, between its history and where one writes; overdue ones first. */
export function OpenTasks() {
  const t = useText(locale);
  const { kind, card } = useCard();
  const tasks = useQuery(openTasksOf(kind, card.id));
  if (tasks.error) return <ErrorState compact error={tasks.error as ApiError} onRetry={() => void tasks.refetch()} />;
  if (!tasks.data?.length) return null;
  return (
    <section
      aria-label={t('openTasks')}
      className="max-h-[36%] max-desk:max-h-[28%] shrink-0 divide-y divide-line overflow-y-auto border-t border-line bg-surface"
    >
      {orderTasks(tasks.data).map((task) => (
        <TaskRow key={task.id} task={task} />
      ))}
    </section>
  );
}
