import { useEffect, useRef } from 'react';
import { type TaskDraft, TaskForm } from '@/features/tasks';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { useCard } from './cardContext';
import { keepDraft, readDraft } from './draft';
import locale from './locale';
import { cardParam } from './model';
import { NoteForm } from './NoteForm';

/** Where a note or a task is written. What is written and not sent waits for the next time the card is opened. */
export function Composer({
  writing,
  onTab,
}: {
  /** The tab, and when it was asked for by a key: then the field takes the focus. */
  writing: { tab: 'note' | 'task'; at: number };
  onTab: (tab: 'note' | 'task') => void;
}) {
  const t = useText(locale);
  const { kind, card } = useCard();
  const box = useRef<HTMLDivElement>(null);
  const mayTask = can(useSession(), 'task.create');
  const name = cardParam(kind, card.id);
  const tab = mayTask ? writing.tab : 'note';

  useEffect(() => {
    if (writing.at === 0) return;
    const focus = () => box.current?.querySelector<HTMLElement>('textarea,form input:not([type="radio"])')?.focus();
    const coming = writing.tab === 'task' ? TaskForm.preload() : undefined;
    if (coming) void coming.then(() => requestAnimationFrame(focus));
    else focus();
  }, [writing]);

  if (card.deleted_at) return null;
  return (
    <div
      ref={box}
      className="shrink-0 border-t border-line bg-surface px-4 pt-2 pb-[max(12px,env(safe-area-inset-bottom))]"
    >
      {mayTask && (
        <SegmentedControl
          label={t('composer')}
          value={tab}
          onChange={onTab}
          segments={[
            { value: 'note', label: t('note') },
            { value: 'task', label: t('task') },
          ]}
          className="mb-2"
        />
      )}
      {tab === 'note' ? (
        <NoteForm key={name} name={name} />
      ) : (
        <TaskForm
          key={name}
          entity={{ kind, id: card.id }}
          draft={readDraft<TaskDraft>(name, 'task') ?? { responsible_id: card.responsible_id }}
          onDraft={(draft) => keepDraft(name, 'task', draft?.text ? draft : null)}
        />
      )}
    </div>
  );
}
