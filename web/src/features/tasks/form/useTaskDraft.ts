import { useMemo, useState } from 'react';
import { useMe, useTaskTypes } from '@/lib/bootstrap';
import { useWorkCalendars } from '@/lib/workHours';
import { writtenPoints } from '../checklist';
import { type Due, quickDue, type Task } from '../model';
import { type Rule, sameRule } from '../repeat';
import { splitQuick } from './quickWords';
import type { TaskDraft } from './TaskFields';

const NEVER: Rule = { freq: 'never' };

/** A task being written: its draft, and what it comes to. */
export function useTaskDraft(from?: Partial<TaskDraft> | Task) {
  const types = useTaskTypes();
  const me = useMe();
  const task = from && 'due_at' in from ? from : null;
  const kept = task ? null : (from as Partial<TaskDraft> | undefined);
  const fresh = (): TaskDraft => ({
    text: from?.text ?? '',
    type_id: from?.type_id ?? types[0]?.id ?? 0,
    responsible_id: from?.responsible_id ?? me.id,
    due: task ? { due_at: task.due_at, is_all_day: task.is_all_day } : (kept?.due ?? null),
    duration: from?.duration ?? 0,
    participants: [...(from?.participants ?? [])],
    checklist: (from?.checklist ?? []).map((p) => ({
      ...(p.id ? { id: p.id } : {}),
      text: p.text,
      is_done: p.is_done,
    })),
    recurrence: from?.recurrence ?? null,
    plain: kept?.plain ?? false,
  });
  const [draft, setDraft] = useState(fresh);
  // The words mean the hours of whoever will do it.
  const hours = useWorkCalendars()?.(draft.responsible_id);
  const read = useMemo(
    () => (draft.due || draft.plain ? null : splitQuick(draft.text, undefined, hours)),
    [draft.due, draft.plain, draft.text, hours],
  );
  const due: Due = draft.due ?? read?.due ?? quickDue('tomorrow');
  const points = writtenPoints(draft.checklist);
  const plainPoints = (list: readonly { id?: number; text: string; is_done: boolean }[]) =>
    JSON.stringify(list.map((p) => [p.id ?? 0, p.text, p.is_done]));
  return {
    draft,
    change: (patch: Partial<TaskDraft>) => setDraft((was) => ({ ...was, ...patch })),
    reset: () =>
      setDraft({
        ...fresh(),
        text: '',
        due: null,
        duration: 0,
        participants: [],
        checklist: [],
        recurrence: null,
        plain: false,
      }),
    shown: { due, fromText: !!read?.due },
    hours,
    /** What is sent: the text without the words that said when, and of a task only what may be new. */
    body: {
      text: (read?.due ? read.text : draft.text).trim(),
      type_id: draft.type_id,
      responsible_id: draft.responsible_id,
      ...due,
      duration: due.is_all_day ? 0 : draft.duration,
      ...(task || draft.participants.length ? { participants: draft.participants } : {}),
      ...((task ? plainPoints(points) !== plainPoints(task.checklist) : points.length > 0) && { checklist: points }),
      ...(!sameRule(draft.recurrence, task?.recurrence) && { recurrence: draft.recurrence ?? NEVER }),
    },
  };
}
