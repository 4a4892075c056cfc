import { type Due, dueText, lengthText, type Task, useTaskVerbs } from '@/features/tasks';
import { text } from '@/lib/i18n';
import { toast } from '@/ui/toast';
import locale from '../locale';

/** What a drag on the calendar does: shown at once, told with the way back, taken back when it is refused. */
export function useCalendarMoves() {
  const verbs = useTaskVerbs();
  const failed = (revert: () => void) => (error: Error) => {
    revert();
    toast({ text: text(locale, 'failed'), detail: error.message, tone: 'bad' });
  };
  const nameOf = (task: Task) => task.text || text(locale, 'noText');
  return {
    move(task: Task, due: Due, revert: () => void) {
      const back = { due_at: task.due_at, is_all_day: task.is_all_day, duration: task.duration };
      // What was put into the strip of whole days has no length any more.
      const change = due.is_all_day ? { ...due, duration: 0 } : due;
      verbs.update(task.id, change).then(
        () =>
          toast({
            text: text(locale, 'movedTo', { text: nameOf(task), when: dueText(due) }),
            undo: async () => void (await verbs.update(task.id, back)),
          }),
        failed(revert),
      );
    },
    resize(task: Task, due: Due, duration: number, revert: () => void) {
      const back = { due_at: task.due_at, is_all_day: task.is_all_day, duration: task.duration };
      verbs.update(task.id, { ...due, duration }).then(
        () =>
          toast({
            text: text(locale, 'lasts', { text: nameOf(task), length: lengthText(duration) }),
            undo: async () => void (await verbs.update(task.id, back)),
          }),
        failed(revert),
      );
    },
  };
}
