import { usePeople } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { confirm } from '@/ui/confirm';
import type { MenuItem } from '@/ui/menuModel';
import { toast } from '@/ui/toast';
import { useTaskVerbs } from './api';
import locale from './locale';
import { type Due, QUICK, quickDue, type Task } from './model';
import { dueText, quickName } from './words';

const failed = (error: Error) => toast({ text: text(locale, 'failed'), detail: error.message, tone: 'bad' });

/** Puts a task off, with the way back. */
export function usePostpone() {
  const verbs = useTaskVerbs();
  return (task: Task, due: Due) => {
    const back = { due_at: task.due_at, is_all_day: task.is_all_day };
    verbs.update(task.id, due).then(
      () =>
        toast({
          text: text(locale, 'movedTo', { text: task.text || text(locale, 'noText'), when: dueText(due) }),
          undo: async () => void (await verbs.update(task.id, back)),
        }),
      failed,
    );
  };
}

/** The menu of a task: edit, put off, give to another, skip, delete; a completed one can be opened again. */
export function useTaskMenu(task: Task, onEdit: () => void) {
  const verbs = useTaskVerbs();
  const postpone = usePostpone();
  const people = usePeople();
  const name = task.text || text(locale, 'noText');

  function assign(id: number, to: string) {
    const back = task.responsible_id;
    verbs.update(task.id, { responsible_id: id }).then(
      () =>
        toast({
          text: text(locale, 'assigned', { text: name, name: to }),
          undo: async () => void (await verbs.update(task.id, { responsible_id: back })),
        }),
      failed,
    );
  }
  async function skip() {
    try {
      const next = await verbs.skip(task.id);
      toast({ text: text(locale, 'skipped', { when: dueText(next) }) });
    } catch (error) {
      failed(error as Error);
    }
  }
  async function remove() {
    const title = text(locale, 'removeTitle', { text: name.length > 60 ? `${name.slice(0, 60)}…` : name });
    if (
      !(await confirm({
        title,
        body: text(locale, task.recurrence ? 'removeSeries' : 'removeBody'),
        action: text(locale, 'remove'),
        danger: true,
      }))
    )
      return;
    verbs.remove(task.id).catch(failed);
  }
  return (): MenuItem[] => {
    const may = task.can.edit;
    const items: MenuItem[] = [];
    if (may && task.is_completed)
      items.push({
        id: 'reopen',
        label: text(locale, 'reopen'),
        onSelect: () => void verbs.reopen(task.id).catch(failed),
      });
    if (may && !task.is_completed)
      items.push(
        { id: 'edit', label: text(locale, 'edit'), onSelect: onEdit },
        {
          kind: 'sub',
          id: 'postpone',
          label: text(locale, 'postpone'),
          items: QUICK.map((quick) => ({
            id: quick,
            label: quickName(quick),
            onSelect: () => postpone(task, quickDue(quick)),
          })),
        },
        {
          kind: 'sub',
          id: 'assign',
          label: text(locale, 'assign'),
          items: people
            .filter((p) => p.is_active)
            .slice(0, 30)
            .map((p) => ({
              id: String(p.id),
              label: p.name,
              checked: p.id === task.responsible_id,
              onSelect: () => p.id !== task.responsible_id && assign(p.id, p.name),
            })),
        },
      );
    if (may && !task.is_completed && task.recurrence)
      items.push({ id: 'skip', label: text(locale, 'skip'), onSelect: () => void skip() });
    if (task.can.delete)
      items.push(...(items.length > 0 ? [{ kind: 'separator', id: 'line' } as const] : []), {
        id: 'remove',
        label: text(locale, 'remove'),
        danger: true,
        onSelect: () => void remove(),
      });
    return items;
  };
}
