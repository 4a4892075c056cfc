import { useMemo, useState } from 'react';
import { useMe, useTaskTypes } from '@/lib/bootstrap';
import { type Due, quickDue, type Task } from './model';
import { splitQuick } from './quickWords';
import type { TaskDraft } from './TaskFields';

/** A task being written: its draft, and what it comes to. */
export function useTaskDraft(from?: Partial<TaskDraft> | Task) {
  const types = useTaskTypes();
  const me = useMe();
  const fresh = (): TaskDraft => ({
    text: from?.text ?? '',
    type_id: from?.type_id ?? types[0]?.id ?? 0,
    responsible_id: from?.responsible_id ?? me.id,
    due:
      from && 'due_at' in from
        ? { due_at: from.due_at, is_all_day: from.is_all_day }
        : ((from as TaskDraft)?.due ?? null),
  });
  const [draft, setDraft] = useState(fresh);
  const read = useMemo(() => (draft.due ? null : splitQuick(draft.text)), [draft.due, draft.text]);
  const due: Due = draft.due ?? read?.due ?? quickDue('tomorrow');
  return {
    draft,
    change: (patch: Partial<TaskDraft>) => setDraft((was) => ({ ...was, ...patch })),
    reset: () => setDraft({ ...fresh(), text: '', due: null }),
    shown: { due, fromText: !!read?.due },
    /** What is sent: the text without the words that said when. */
    body: {
      text: (read?.due ? read.text : draft.text).trim(),
      type_id: draft.type_id,
      responsible_id: draft.responsible_id,
      ...due,
    },
  };
}
