import { useEffect, useRef } from 'react';
import { cardParam, useCard } from '@/features/cardcore';
import { type TaskDraft, TaskForm } from '@/features/tasks';
import type { Note } from '@/features/timeline';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import type { Later } from '@/ui/later';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { NoteForm } from './dialogs';
import { keepDraft, readDraft } from './draft';
import locale from './locale';
import { useArrived } from './useArrived';
import { fieldOf, useHandOver } from './useHandOver';
import { WaitingField } from './WaitingField';

export type WriteTab = 'note' | 'comment' | 'task';

/** What is being written, and when it was asked for by a key: then its field takes the focus. */
export interface Writing {
  tab: WriteTab;
  at: number;
}

/** Where a note, a message to colleagues or a task is written. What is written and not sent waits for the next time the card is opened. */
export function Composer({
  writing,
  onTab,
  answered,
  onAnswered,
}: {
  writing: Writing;
  onTab: (tab: WriteTab) => void;
  /** The comment that is being answered. */
  answered?: Note | undefined;
  onAnswered: () => void;
}) {
  const t = useText(locale);
  const { kind, card } = useCard();
  const box = useRef<HTMLDivElement>(null);
  const mayTask = can(useSession(), 'task.create');
  const name = cardParam(kind, card.id);
  const tab = writing.tab === 'task' && !mayTask ? 'note' : writing.tab;

  const taskDraft = () => readDraft<Partial<TaskDraft>>(name, 'task') ?? { responsible_id: card.responsible_id };
  const here = useArrived<never>((tab === 'task' ? TaskForm : NoteForm) as Later<never>);
  const onGone = useHandOver(box);

  useEffect(() => {
    if (writing.at !== 0) fieldOf(box.current)?.focus();
  }, [writing]);
  if (card.deleted_at) return null;
  return (
    <div
      ref={box}
      className="shrink-0 border-t border-line bg-surface px-4 pt-2 pb-[max(12px,env(safe-area-inset-bottom))]"
    >
      <SegmentedControl
        label={t('composer')}
        value={tab}
        onChange={onTab}
        segments={[
          { value: 'note', label: t('note') },
          ...(mayTask ? [{ value: 'task' as const, label: t('task') }] : []),
          { value: 'comment', label: t('comment') },
        ]}
        className="mb-2"
      />
      {/* The form comes a moment after the card; a plain field keeps its place and takes what is typed. */}
      <div className="min-h-form">
        {!here ? (
          <WaitingField
            key={`${name}-${tab}`}
            label={t(tab)}
            one={tab === 'task'}
            text={tab === 'task' ? (taskDraft().text ?? '') : (readDraft<string>(name, tab) ?? '')}
            onText={(text) => keepDraft(name, tab, tab === 'task' ? { ...taskDraft(), text } : text)}
            onGone={onGone}
          />
        ) : tab === 'note' ? (
          <NoteForm key={name} name={name} />
        ) : tab === 'comment' ? (
          <NoteForm key={`${name}-talk`} name={name} talk answered={answered} onAnswered={onAnswered} />
        ) : (
          <TaskForm
            key={name}
            entity={{ kind, id: card.id }}
            draft={taskDraft()}
            onDraft={(draft) => keepDraft(name, 'task', draft?.text ? draft : null)}
          />
        )}
      </div>
    </div>
  );
}
