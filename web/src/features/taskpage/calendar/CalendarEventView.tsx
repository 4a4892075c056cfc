import { type Task, TaskIcon } from '@/features/tasks';
import { usePeopleById, useTaskTypes } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { type Hue, hueVar } from '@/ui/hues';
import locale from '../locale';
import { personHue } from './hue';

/** A task on the calendar: a line in the colour of its type, or of its person when there are several; time, icon, text. */
export function CalendarEventView({
  task,
  coming,
  title,
  time,
  people,
  short,
}: {
  task: Task;
  coming: boolean;
  title: string;
  time: string;
  people: readonly number[];
  /** One line, cut where it ends. */
  short: boolean;
}) {
  const t = useText(locale);
  const type = useTaskTypes().find((x) => x.id === task.type_id);
  const who = usePeopleById().get(task.responsible_id);
  const several = people.length !== 1;
  const shared = people.find((id) => id === task.responsible_id || task.participants.includes(id));
  const hue: Hue | undefined =
    people.length > 1 && shared ? personHue(people, shared) : type?.hue ? (type.hue as Hue) : undefined;
  const overdue = !coming && !task.is_completed && task.due_at < Date.now() / 1000;
  const tip = [title, task.entity?.name, several ? who?.name : '', coming ? t('comesAgain') : '']
    .filter(Boolean)
    .join('\n');
  return (
    <span
      data-tip={tip}
      data-task-event={coming ? undefined : task.id}
      className="flex min-w-0 items-start gap-1 overflow-hidden px-1 py-1 text-small leading-4"
    >
      <span
        aria-hidden="true"
        className="absolute inset-y-0 left-0 w-[3px] bg-muted"
        style={hue ? { background: hueVar(hue) } : undefined}
      />
      <span className="pt-0.5 pl-0.5">
        <TaskIcon typeId={task.type_id} size={12} />
      </span>
      <span
        className={`min-w-0 ${short ? 'truncate' : 'break-words'} ${task.is_completed ? 'text-muted line-through' : coming ? 'text-muted' : ''}`}
      >
        {time && <span className={`tabular pr-1 ${overdue ? 'text-bad' : 'text-muted'}`}>{time}</span>}
        {title}
        {several && who && <span className="text-muted"> · {who.name}</span>}
      </span>
    </span>
  );
}
