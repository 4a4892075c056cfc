import { Link } from '@tanstack/react-router';
import { CircleCheck, Ellipsis } from 'lucide-react';
import {
  bucketOf,
  cardAddress,
  DoneButton,
  dueText,
  repeatText,
  type Task,
  TaskIcon,
  TaskMarks,
  useTaskMenu,
} from '@/features/tasks';
import { useTaskTypes } from '@/lib/bootstrap';
import { formatDay, formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Checkbox } from '@/ui/Checkbox';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { TableCell } from '@/ui/TableCell';
import { TableRow } from '@/ui/TableRow';
import type { TaskColumnName } from './columns';
import locale from './locale';

/** A task as a row; on a phone its card stands under its text. */
export function TaskListRow({
  task,
  columns,
  who,
  marked,
  onMark,
  onAsk,
}: {
  task: Task;
  columns: readonly TaskColumnName[];
  who: string;
  /** Whether it is chosen; undefined when none can be. */
  marked: boolean | undefined;
  onMark: () => void;
  onAsk: (what: 'result' | 'edit') => void;
}) {
  const t = useText(locale);
  const menu = useTaskMenu(task, () => onAsk('edit'));
  const name = task.text || t('noText');
  const overdue = !task.is_completed && bucketOf(task.due_at) === 'overdue';
  const when = task.is_completed && task.completed_at ? formatWhen(task.completed_at, { time: true }) : dueText(task);
  const has = (column: TaskColumnName) => columns.includes(column);
  const type = useTaskTypes().find((x) => x.id === task.type_id)?.name ?? '';
  const card = task.entity && (
    <Link
      to={cardAddress(task.entity)}
      className="text-muted no-underline max-desk:inline-block max-desk:min-h-tap max-desk:leading-6 hover:text-accent hover:underline"
    >
      {task.entity.name || t('colCard')}
    </Link>
  );
  return (
    <TableRow>
      {marked !== undefined && (
        <TableCell className="w-9">
          <Checkbox checked={marked} aria-label={t('selectOne', { text: name })} onChange={onMark} />
        </TableCell>
      )}
      <TableCell head className="max-desk:max-w-[64vw]">
        <span className="flex min-w-0 items-center gap-2">
          {task.is_completed ? (
            <span className="grid size-tap shrink-0 place-items-center text-ok">
              <CircleCheck role="img" aria-label={t('done')} size={16} />
            </span>
          ) : (
            <DoneButton name={name} may={task.can.complete} onPress={() => onAsk('result')} />
          )}
          <TaskIcon typeId={task.type_id} />
          <span className="min-w-0">
            <span className="flex items-center gap-1.5">
              <span className="truncate">{name}</span>
              <span className="flex items-center gap-1.5 text-small font-normal">
                <TaskMarks task={task} />
              </span>
            </span>
            <span className="flex min-w-0 gap-2 text-small font-normal desk:hidden">
              <span className={`tabular shrink-0 leading-6 ${overdue ? 'text-bad' : 'text-muted'}`}>{when}</span>
              <span className="truncate">{card}</span>
            </span>
          </span>
        </span>
      </TableCell>
      {has('when') && (
        <TableCell
          className={`tabular whitespace-nowrap max-desk:hidden ${overdue ? 'text-bad' : ''}`}
          data-tip={formatFull(task.due_at)}
        >
          {when}
        </TableCell>
      )}
      {has('card') && <TableCell className="max-desk:hidden">{card}</TableCell>}
      {has('type') && <TableCell className="max-desk:hidden">{type}</TableCell>}
      {has('who') && <TableCell className="max-desk:hidden">{who}</TableCell>}
      {has('repeat') && (
        <TableCell className="text-muted max-desk:hidden">{task.recurrence && repeatText(task.recurrence)}</TableCell>
      )}
      {has('created') && <TableCell className="text-muted max-desk:hidden">{formatDay(task.created_at)}</TableCell>}
      {task.is_completed && <TableCell className="text-muted max-desk:hidden">{task.result}</TableCell>}
      <TableCell>
        {(task.can.edit || task.can.delete) && (
          <IconButton
            size="small"
            label={t('menu', { text: name })}
            icon={<Ellipsis aria-hidden="true" size={16} />}
            onClick={(e) => openMenu({ anchor: e.currentTarget, items: menu(), align: 'end' })}
          />
        )}
      </TableCell>
    </TableRow>
  );
}
