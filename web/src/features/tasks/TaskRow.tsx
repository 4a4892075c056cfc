import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { usePeopleById } from '@/lib/bootstrap';
import { formatFull } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { Checklist } from './Checklist';
import { DoneButton } from './DoneButton';
import { CompleteDialog, TaskForm } from './laterParts';
import locale from './locale';
import { bucketOf, type Task } from './model';
import { TaskIcon } from './TaskIcon';
import { TaskMarks } from './TaskMarks';
import { useTaskMenu } from './taskMenu';
import { dueText } from './words';

/** An open task on its card: tick it off, see when and by whom, change it in place. */
export function TaskRow({ task }: { task: Task }) {
  const t = useText(locale);
  const people = usePeopleById();
  const [asks, setAsks] = useState<'result' | 'edit' | null>(null);
  const menu = useTaskMenu(task, () => setAsks('edit'));
  const who = people.get(task.responsible_id);
  const name = task.text || t('noText');
  if (asks === 'edit')
    return (
      <div className="px-3 py-2">
        <TaskForm task={task} autoFocus onDone={() => setAsks(null)} />
      </div>
    );
  const bucket = bucketOf(task.due_at);
  const tone = bucket === 'overdue' ? 'text-bad' : bucket === 'today' ? 'text-ok' : 'text-muted';
  return (
    <div className="group flex min-h-row items-start gap-2 px-3 py-1.5 hover:bg-hover">
      <DoneButton name={name} may={task.can.complete} onPress={() => setAsks('result')} />
      <div className="min-w-0 flex-1 pt-[3px]">
        <p className="flex items-start gap-1.5">
          <span className="pt-0.5">
            <TaskIcon typeId={task.type_id} />
          </span>
          <span className="min-w-0 break-words whitespace-pre-wrap">{name}</span>
        </p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-small text-muted">
          <span className={`tabular font-medium ${tone}`} data-tip={formatFull(task.due_at)}>
            {dueText(task)}
          </span>
          {who && (
            <span className="flex min-w-0 items-center gap-1">
              <Avatar name={who.name} size={16} />
              <span className="truncate">{who.name}</span>
            </span>
          )}
          <TaskMarks task={task} />
          {task.trigger_id && <span>{t('byRule')}</span>}
        </p>
        {task.checklist.length > 0 && <Checklist task={task} />}
      </div>
      {(task.can.edit || task.can.delete) && (
        <IconButton
          size="small"
          label={t('menu', { text: name })}
          icon={<Ellipsis aria-hidden="true" size={16} />}
          onClick={(e) => openMenu({ anchor: e.currentTarget, items: menu(), align: 'end' })}
        />
      )}
      {asks === 'result' && <CompleteDialog task={task} onClose={() => setAsks(null)} />}
    </div>
  );
}
