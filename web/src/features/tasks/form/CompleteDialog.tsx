import { useState } from 'react';
import { text, useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Textarea } from '@/ui/Textarea';
import { toast } from '@/ui/toast';
import { useTaskVerbs } from '../api';
import locale from '../locale';
import type { Task } from '../model';
import { repeatText } from '../repeatWords';
import { TaskFields } from './TaskFields';
import { useTaskDraft } from './useTaskDraft';

/** Asks what came of a task and offers the next one, so that nothing is left without a next step. */
export function CompleteDialog({ task, onClose }: { task: Task; onClose: () => void }) {
  const t = useText(locale);
  const verbs = useTaskVerbs();
  const [result, setResult] = useState('');
  const next = useTaskDraft({ type_id: task.type_id, responsible_id: task.responsible_id });
  const more = next.draft.text.trim() !== '';

  async function submit() {
    onClose();
    try {
      await verbs.complete(task.id, result.trim());
    } catch (error) {
      toast({ text: text(locale, 'failed'), detail: (error as Error).message, tone: 'bad' });
      return;
    }
    toast({
      text: text(locale, 'completed', { text: task.text || text(locale, 'noText') }),
      undo: async () => void (await verbs.reopen(task.id)),
    });
    if (!more) return;
    const entity = task.entity ? { entity: { kind: task.entity.kind, id: task.entity.id } } : {};
    verbs
      .create({ ...next.body, ...entity })
      .catch((error: Error) => toast({ text: text(locale, 'failedMake'), detail: error.message, tone: 'bad' }));
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('completeTitle')}
      description={task.text || t('noText')}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button size="form" variant="primary" onClick={submit}>
            {more ? t('completeAndNext') : t('completeButton')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={t('result')}>
          <Textarea
            data-autofocus
            placeholder={t('resultExample')}
            maxLength={10_000}
            value={result}
            onChange={(e) => setResult(e.target.value)}
            onKeyDown={(e) => {
              if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) void submit();
            }}
          />
        </Field>
        {task.recurrence && <p className="text-muted">{t('nextOne', { rule: repeatText(task.recurrence) })}</p>}
        <fieldset className="flex flex-col gap-1">
          <legend className="pb-1 text-small font-medium text-muted">{t('nextTask')}</legend>
          <TaskFields draft={next.draft} shown={next.shown} onChange={next.change} onSubmit={() => void submit()} />
          <p className="text-small text-muted">{t('nextHint')}</p>
        </fieldset>
      </div>
    </Dialog>
  );
}
