import { type Due, dueText, lengthText, type Task, useTaskVerbs } from '@/features/tasks';
import { usePeopleById } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { toast } from '@/ui/toast';
import locale from '../locale';

/** What a drag on the calendar does: shown at once, told with the way back, taken back when it is refused. */
export function useCalendarMoves() {
  const verbs = useTaskVerbs();
  const byId = usePeopleById();
  const failed = (revert?: () => void) => (error: Error) => {
    revert?.();
    toast({ text: text(locale, 'failed'), detail: error.message, tone: 'bad' });
  };
  const nameOf = (task: Task) => task.text || text(locale, 'noText');
  return {
    /** To another time and, when a person is named, to them. */
    move(task: Task, due: Due, person?: number, revert?: () => void) {
      const given = person !== undefined && person !== task.responsible_id;
      if (!given && due.due_at === task.due_at && due.is_all_day === task.is_all_day) return;
      const back = {
        due_at: task.due_at,
        is_all_day: task.is_all_day,
        duration: task.duration,
        ...(given ? { responsible_id: task.responsible_id } : {}),
      };
      // What was put into the strip of whole days has no length any more.
      const change = {
        ...due,
        ...(due.is_all_day ? { duration: 0 } : {}),
        ...(given ? { responsible_id: person } : {}),
      };
      const when = given ? `${byId.get(person)?.name ?? ''}, ${dueText(due)}` : dueText(due);
      verbs.update(task.id, change).then(
        () =>
          toast({
            text: text(locale, 'movedTo', { text: nameOf(task), when }),
            undo: async () => void (await verbs.update(task.id, back)),
          }),
        failed(revert),
      );
    },
    resize(task: Task, duration: number) {
      if (duration === task.duration) return;
      verbs.update(task.id, { duration }).then(
        () =>
          toast({
            text: text(locale, 'lasts', { text: nameOf(task), length: lengthText(duration) }),
            undo: async () => void (await verbs.update(task.id, { duration: task.duration })),
          }),
        failed(),
      );
    },
  };
}
