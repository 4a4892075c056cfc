import { Link } from '@tanstack/react-router';
import { CircleCheck, Ellipsis } from 'lucide-react';
import { formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { TableCell } from '@/ui/TableCell';
import { TableRow } from '@/ui/TableRow';
import { cardAddress } from './cardAddress';
import { DoneButton } from './DoneButton';
import locale from './locale';
import { bucketOf, type Task } from './model';
import { TaskIcon } from './TaskIcon';
import { useTaskMenu } from './taskMenu';
import { dueText } from './words';

/** A task as a row; on a phone its card stands under its text. */
export function TaskListRow({
  task,
  who,
  onAsk,
}: {
  task: Task;
  who: string;
  onAsk: (what: 'result' | 'edit') => void;
}) {
  const t = useText(locale);
  const menu = useTaskMenu(task, () => onAsk('edit'));
  const name = task.text || t('noText');
  const overdue = !task.is_completed && bucketOf(task.due_at) === 'overdue';
  const when = task.is_completed && task.completed_at ? formatWhen(task.completed_at, { time: true }) : dueText(task);
  const card = task.entity && (
    <Link to={cardAddress(task.entity)} className="text-muted no-underline hover:text-accent hover:underline">
      {task.entity.name || t('colCard')}
    </Link>
  );
  return (
    <TableRow>
      <TableCell head className="max-desk:max-w-[56vw]">
        <span className="flex min-w-0 items-center gap-2">
          {task.is_completed ? (
            <span className="grid size-tap shrink-0 place-items-center text-ok">
              <CircleCheck role="img" aria-label={t('done')} size={16} />
            </span>
          ) : (
            <DoneButton name={name} onPress={() => onAsk('result')} />
          )}
          <TaskIcon typeId={task.type_id} />
          <span className="min-w-0">
            <span className="block truncate">{name}</span>
            <span className="block truncate text-small font-normal desk:hidden">{card}</span>
          </span>
        </span>
      </TableCell>
      <TableCell
        className={`tabular whitespace-nowrap ${overdue ? 'text-bad' : ''}`}
        data-tip={formatFull(task.due_at)}
      >
        {when}
      </TableCell>
      <TableCell className="max-desk:hidden">{card}</TableCell>
      <TableCell className="max-desk:hidden">{who}</TableCell>
      {task.is_completed && <TableCell className="text-muted max-desk:hidden">{task.result}</TableCell>}
      <TableCell>
        <IconButton
          size="small"
          label={t('menu', { text: name })}
          icon={<Ellipsis aria-hidden="true" size={16} />}
          onClick={(e) => openMenu({ anchor: e.currentTarget, items: menu(), align: 'end' })}
        />
      </TableCell>
    </TableRow>
  );
}
