import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { Link } from '@tanstack/react-router';
import { CircleCheck, Ellipsis } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import {
  bucketOf,
  cardAddress,
  DoneButton,
  dueText,
  QUICK,
  quickDue,
  quickName,
  type Task,
  TaskIcon,
  TaskMarks,
  usePostpone,
  useTaskMenu,
} from '@/features/tasks';
import { useMe, usePeopleById } from '@/lib/bootstrap';
import { formatFull, formatTime } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { lettersEnabled } from '@/lib/keys';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { neighbour } from './focus';
import locale from './locale';

/** A task on the board. Its text is the handle of the keyboard: arrows walk, Shift and an arrow moves it to another day. */
export function TaskCard({
  task,
  onShift,
  onComplete,
  onEdit,
}: {
  task: Task;
  onShift: (task: Task, by: 1 | -1) => void;
  onComplete: (task: Task) => void;
  onEdit: (task: Task) => void;
}) {
  const t = useText(locale);
  const me = useMe();
  const card = useRef<HTMLElement>(null);
  const [dragged, setDragged] = useState(false);
  const who = usePeopleById().get(task.responsible_id);
  const may = task.can.edit;
  const postpone = usePostpone();
  const menu = useTaskMenu(task, () => onEdit(task));
  const name = task.text || t('noText');

  useEffect(() => {
    if (!card.current || !may || task.is_completed) return;
    return draggable({
      element: card.current,
      getInitialData: () => ({ task }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [task, may]);

  function key(e: KeyboardEvent<HTMLButtonElement>) {
    const side = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0;
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const button = e.currentTarget;
    const open = may && !task.is_completed;
    if (side && e.shiftKey && open) onShift(task, side);
    else if (side) neighbour(button, side, 0)?.focus();
    else if (e.key === 'ArrowDown' || e.key === 'ArrowUp')
      neighbour(button, 0, e.key === 'ArrowDown' ? 1 : -1)?.focus();
    else if (e.code === 'KeyM' && open && lettersEnabled())
      openMenu({
        anchor: button,
        items: QUICK.map((q) => ({ id: q, label: quickName(q), onSelect: () => postpone(task, quickDue(q)) })),
      });
    else if (e.code === 'KeyX' && task.can.complete && !task.is_completed && lettersEnabled()) onComplete(task);
    else if (e.code === 'Period' && (may || task.can.delete)) openMenu({ anchor: button, items: menu() });
    else return;
    e.preventDefault();
    e.stopPropagation();
  }
  const overdue = !task.is_completed && bucketOf(task.due_at) === 'overdue';
  const when = task.is_completed && task.completed_at ? formatTime(task.completed_at) : dueText(task);
  return (
    <article
      ref={card}
      aria-label={name}
      className={`flex shrink-0 items-start gap-1.5 rounded-control bg-surface px-2 py-1.5 ring-1 ring-line ${dragged ? 'opacity-40' : ''}`}
    >
      {task.is_completed ? (
        <span className="grid size-tap shrink-0 place-items-center text-ok">
          <CircleCheck role="img" aria-label={t('done')} size={16} />
        </span>
      ) : (
        <DoneButton name={name} may={task.can.complete} onPress={() => onComplete(task)} />
      )}
      <div className="min-w-0 flex-1">
        <button
          type="button"
          data-task={task.id}
          onClick={() => may && !task.is_completed && onEdit(task)}
          onKeyDown={key}
          className="line-clamp-3 min-h-tap w-full rounded-small py-[3px] text-left break-words"
        >
          {name}
        </button>
        {task.is_completed && task.result && <p className="line-clamp-2 text-small text-muted">{task.result}</p>}
        {task.entity && (
          <Link
            to={cardAddress(task.entity)}
            draggable={false}
            className="block min-h-tap truncate text-small leading-6 text-muted no-underline max-desk:leading-[44px] hover:text-accent hover:underline"
          >
            {task.entity.name || t('colCard')}
          </Link>
        )}
        <p className="mt-0.5 flex min-w-0 items-center gap-1.5 text-small">
          <TaskIcon typeId={task.type_id} size={12} />
          <span
            data-tip={formatFull(task.due_at)}
            className={`tabular truncate ${overdue ? 'text-bad' : 'text-muted'}`}
          >
            {when}
          </span>
          <TaskMarks task={task} />
          {who && who.id !== me.id && (
            <span className="ml-auto">
              <Avatar name={who.name} size={16} alone />
            </span>
          )}
        </p>
      </div>
      {(may || task.can.delete) && (
        <IconButton
          size="small"
          label={t('menu', { text: name })}
          icon={<Ellipsis aria-hidden="true" size={16} />}
          onClick={(e) => openMenu({ anchor: e.currentTarget, items: menu(), align: 'end' })}
          className="-mr-1"
        />
      )}
    </article>
  );
}
