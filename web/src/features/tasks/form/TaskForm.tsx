import { useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { text, useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { toast } from '@/ui/toast';
import { useTaskVerbs } from '../api';
import locale from '../locale';
import type { Task } from '../model';
import { type TaskDraft, TaskFields } from './TaskFields';
import { useTaskDraft } from './useTaskDraft';

/** Makes a task on a card, or changes one. */
export function TaskForm({
  entity,
  task,
  draft: kept,
  onDraft,
  onDone,
  autoFocus,
}: {
  entity?: { kind: CardKind; id: number } | undefined;
  /** The task to change; without one a new one is made. */
  task?: Task | undefined;
  /** What was written earlier, and where it is kept while it is written. */
  draft?: Partial<TaskDraft>;
  onDraft?: (draft: TaskDraft | null) => void;
  onDone?: () => void;
  autoFocus?: boolean;
}) {
  const t = useText(locale);
  const verbs = useTaskVerbs();
  const { draft, change, reset, shown, hours, body } = useTaskDraft(task ?? kept);
  const [following, setFollowing] = useState(false);

  function submit() {
    if (task) {
      onDone?.();
      verbs
        .update(task.id, { ...body, version: task.version, ...(following ? { following } : {}) })
        .catch((error: Error) => toast({ text: text(locale, 'failed'), detail: error.message, tone: 'bad' }));
      return;
    }
    reset();
    onDraft?.(null);
    onDone?.();
    verbs
      .create({ ...body, ...(entity ? { entity: { kind: entity.kind, id: entity.id } } : {}) })
      .catch((error: Error) => {
        // What was written comes back.
        change(draft);
        onDraft?.(draft);
        toast({ text: text(locale, 'failedMake'), detail: error.message, tone: 'bad' });
      });
  }
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        submit();
      }}
      className="flex flex-col gap-2"
    >
      <TaskFields
        draft={draft}
        shown={shown}
        hours={hours}
        autoFocus={autoFocus}
        onSubmit={submit}
        onChange={(patch) => {
          change(patch);
          onDraft?.({ ...draft, ...patch });
        }}
      />
      <div className="flex flex-wrap items-center justify-end gap-2">
        {task?.recurrence && (
          <SegmentedControl
            label={t('scope')}
            value={following ? 'following' : 'this'}
            onChange={(scope) => setFollowing(scope === 'following')}
            segments={[
              { value: 'this', label: t('scopeThis') },
              { value: 'following', label: t('scopeFollowing') },
            ]}
            className="mr-auto"
          />
        )}
        {task && <Button onClick={onDone}>{t('cancel')}</Button>}
        <Button type="submit" variant="primary">
          {task ? t('save') : t('create')}
        </Button>
      </div>
    </form>
  );
}
