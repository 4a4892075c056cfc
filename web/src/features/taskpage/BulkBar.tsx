import { CalendarDays, Check, UserRound, X } from 'lucide-react';
import { useState } from 'react';
import { QUICK, quickDue, quickName, type Step, type Task, useTaskVerbs } from '@/features/tasks';
import { usePeople } from '@/lib/bootstrap';
import { text, useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { toast } from '@/ui/toast';
import { BulkCompleteDialog } from './BulkCompleteDialog';
import { refusalText } from './bulk';
import locale from './locale';

/** What is done with the tasks that were chosen in the list: put off, given to another, completed. */
export function BulkBar({ tasks, onClose }: { tasks: readonly Task[]; onClose: () => void }) {
  const t = useText(locale);
  const verbs = useTaskVerbs();
  const people = usePeople().filter((p) => p.is_active);
  const [finishing, setFinishing] = useState(false);

  async function change(steps: Step[], back: Step[]) {
    onClose();
    try {
      const out = await verbs.change(steps);
      const done = new Set(out.done);
      toast({
        text: text(locale, 'bulkDone', { n: out.done.length }),
        detail: refusalText(out.refused),
        undo: async () => void (await verbs.change(back.filter((step) => done.has(step.id)))),
      });
    } catch (error) {
      toast({ text: text(locale, 'failed'), detail: (error as Error).message, tone: 'bad' });
    }
  }
  async function finish(result: string) {
    onClose();
    try {
      const out = await verbs.completeMany(
        tasks.map((task) => task.id),
        result,
      );
      toast({ text: text(locale, 'bulkDone', { n: out.done.length }), detail: refusalText(out.refused) });
    } catch (error) {
      toast({ text: text(locale, 'failed'), detail: (error as Error).message, tone: 'bad' });
    }
  }
  return (
    <div
      role="toolbar"
      aria-label={t('chosen', { n: tasks.length })}
      className="flex min-h-[40px] shrink-0 flex-wrap items-center gap-2 border-b border-line bg-selected px-4 py-1.5"
    >
      <span className="tabular font-medium">{t('chosen', { n: tasks.length })}</span>
      <Button
        icon={<CalendarDays aria-hidden="true" size={14} />}
        onClick={(e) =>
          openMenu({
            anchor: e.currentTarget,
            items: QUICK.map((quick) => ({
              id: quick,
              label: quickName(quick),
              onSelect: () =>
                void change(
                  tasks.map(({ id }) => ({ id, ...quickDue(quick) })),
                  tasks.map(({ id, due_at, is_all_day }) => ({ id, due_at, is_all_day })),
                ),
            })),
          })
        }
      >
        {t('bulkPostpone')}
      </Button>
      <Button
        icon={<UserRound aria-hidden="true" size={14} />}
        onClick={(e) =>
          openMenu({
            anchor: e.currentTarget,
            items: people.slice(0, 50).map((p) => ({
              id: String(p.id),
              label: p.name,
              onSelect: () =>
                void change(
                  tasks.map(({ id }) => ({ id, responsible_id: p.id })),
                  tasks.map(({ id, responsible_id }) => ({ id, responsible_id })),
                ),
            })),
          })
        }
      >
        {t('bulkAssign')}
      </Button>
      <Button icon={<Check aria-hidden="true" size={14} />} onClick={() => setFinishing(true)}>
        {t('bulkComplete')}
      </Button>
      <IconButton
        label={t('unselect')}
        icon={<X aria-hidden="true" size={16} />}
        onClick={onClose}
        className="ml-auto"
      />
      {finishing && (
        <BulkCompleteDialog
          count={tasks.length}
          onClose={() => setFinishing(false)}
          onDone={(result) => void finish(result)}
        />
      )}
    </div>
  );
}
