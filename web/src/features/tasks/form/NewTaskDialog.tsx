import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { Combobox } from '@/ui/Combobox';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import type { Option } from '@/ui/option';
import { findDeals } from '../api';
import locale from '../locale';
import type { Task } from '../model';
import type { TaskDraft } from './TaskFields';
import { TaskForm } from './TaskForm';

/** A new task with the deal it is about, or a change of one. */
export function NewTaskDialog({
  task,
  draft,
  about,
  onClose,
}: {
  task?: Task | undefined;
  /** What is known of a new one: when, by whom. */
  draft?: Partial<TaskDraft> | undefined;
  /** The deal it is about. */
  about?: { id: number; name: string } | undefined;
  onClose: () => void;
}) {
  const t = useText(locale);
  const [deal, setDeal] = useState<Option | null>(about ? { value: String(about.id), label: about.name } : null);
  const search = async (typed: string, signal: AbortSignal): Promise<Option[]> =>
    (await findDeals(typed, signal)).map((d) => ({ value: String(d.id), label: d.name }));
  return (
    <Dialog open onClose={onClose} title={task ? t('editTask') : t('newTask')}>
      <div className="flex flex-col gap-4">
        {!task && (
          <Field label={t('card')}>
            <Combobox value={deal} onChange={setDeal} search={search} placeholder={t('findDeal')} />
          </Field>
        )}
        <TaskForm
          autoFocus
          task={task}
          {...(draft ? { draft } : {})}
          entity={deal ? { kind: 'deal', id: Number(deal.value) } : undefined}
          onDone={onClose}
        />
      </div>
    </Dialog>
  );
}
