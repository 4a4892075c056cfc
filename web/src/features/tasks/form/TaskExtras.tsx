import { ListChecks, Users } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { fromUnix } from '@/lib/zone';
import { Button } from '@/ui/Button';
import { pointsDone } from '../checklist';
import locale from '../locale';
import type { Due } from '../model';
import { ChecklistEditor } from './ChecklistEditor';
import { PeoplePicker } from './PeoplePicker';
import { RepeatPicker } from './RepeatPicker';
import type { TaskDraft } from './TaskFields';

/** What a task may have beside its text: repetition, people who take part, a checklist. Shown when asked for or there. */
export function TaskExtras({
  draft,
  due,
  onChange,
}: {
  draft: TaskDraft;
  due: Due;
  onChange: (patch: Partial<TaskDraft>) => void;
}) {
  const t = useText(locale);
  const [people, setPeople] = useState(draft.participants.length > 0);
  const [points, setPoints] = useState(draft.checklist.length > 0);
  return (
    <>
      <RepeatPicker
        value={draft.recurrence}
        day={fromUnix(due.due_at).day}
        onChange={(recurrence) => onChange({ recurrence })}
      />
      <Button aria-expanded={people} icon={<Users aria-hidden="true" size={14} />} onClick={() => setPeople(!people)}>
        {draft.participants.length ? t('withPeople', { n: draft.participants.length }) : t('participants')}
      </Button>
      <Button
        aria-expanded={points}
        icon={<ListChecks aria-hidden="true" size={14} />}
        onClick={() => setPoints(!points)}
      >
        {t('checklist')}
        {draft.checklist.length > 0 && <span className="tabular pl-1 text-muted">{pointsDone(draft.checklist)}</span>}
      </Button>
      {people && (
        <div className="w-full">
          <PeoplePicker
            value={draft.participants}
            without={draft.responsible_id}
            onChange={(participants) => onChange({ participants })}
          />
        </div>
      )}
      {points && (
        <div className="w-full">
          <ChecklistEditor value={draft.checklist} onChange={(checklist) => onChange({ checklist })} />
        </div>
      )}
    </>
  );
}
