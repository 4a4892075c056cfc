import { usePeopleById } from '@/lib/bootstrap';
import { formatWhen } from '@/lib/format';
import { text, useText } from '@/lib/i18n';
import { Checkbox } from '@/ui/Checkbox';
import { toast } from '@/ui/toast';
import { useTaskVerbs } from './api';
import locale from './locale';
import type { Task } from './model';

/** The checklist of a task where it stands: a point is ticked by a click, and says who ticked it. */
export function Checklist({ task }: { task: Task }) {
  const t = useText(locale);
  const people = usePeopleById();
  const verbs = useTaskVerbs();
  const tick = (point: number, done: boolean) =>
    verbs
      .tick(task.id, point, done)
      .catch((error: Error) => toast({ text: text(locale, 'failed'), detail: error.message, tone: 'bad' }));
  return (
    <ul aria-label={t('checklist')} className="mt-1 flex flex-col">
      {task.checklist.map((point) => {
        const by = point.done_by ? people.get(point.done_by)?.name : undefined;
        const who =
          by && point.done_at
            ? t('tickedBy', { name: by, when: formatWhen(point.done_at, { time: true }) })
            : undefined;
        return (
          <li key={point.id} data-tip={who}>
            <Checkbox
              checked={point.is_done}
              onChange={(done) => void tick(point.id, done)}
              label={<span className={point.is_done ? 'text-muted line-through' : ''}>{point.text}</span>}
            />
          </li>
        );
      })}
    </ul>
  );
}
