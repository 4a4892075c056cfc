import { ListChecks, Repeat, Users } from 'lucide-react';
import { usePeopleById } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { pointsDone } from './checklist';
import locale from './locale';
import type { Task } from './model';
import { repeatText } from './repeatWords';

/** The small marks of a task: it repeats, how far its checklist is, who takes part. */
export function TaskMarks({ task }: { task: Task }) {
  const t = useText(locale);
  const people = usePeopleById();
  const done = pointsDone(task.checklist);
  const guests = task.participants.map((id) => people.get(id)?.name ?? '').filter(Boolean);
  const rule = task.recurrence && repeatText(task.recurrence);
  return (
    <>
      {task.id < 0 && <span className="text-warn">{t('unsent')}</span>}
      {rule && (
        <span role="img" aria-label={rule} data-tip={rule} className="shrink-0 text-muted">
          <Repeat aria-hidden="true" size={12} />
        </span>
      )}
      {done && (
        <span data-tip={t('pointsDone', { done })} className="tabular flex shrink-0 items-center gap-0.5 text-muted">
          <ListChecks aria-hidden="true" size={12} />
          <span className="sr-only">{t('checklist')}: </span>
          {done}
        </span>
      )}
      {guests.length > 0 && (
        <span data-tip={guests.join(', ')} className="tabular flex shrink-0 items-center gap-0.5 text-muted">
          <Users aria-hidden="true" size={12} />
          <span className="sr-only">{t('participants')}: </span>
          {guests.length}
        </span>
      )}
    </>
  );
}
