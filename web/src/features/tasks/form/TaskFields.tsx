import { useMe, usePeople, useTaskTypes } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import type { WorkCalendar } from '@/lib/workHours';
import { Avatar } from '@/ui/Avatar';
import { Chip } from '@/ui/Chip';
import { Combobox } from '@/ui/Combobox';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { Textarea } from '@/ui/Textarea';
import type { PointDraft } from '../checklist';
import locale from '../locale';
import type { Due } from '../model';
import type { Rule } from '../repeat';
import { TaskIcon } from '../TaskIcon';
import { dueText } from '../words';
import { TaskExtras } from './TaskExtras';
import { WhenPicker } from './WhenPicker';

export interface TaskDraft {
  text: string;
  type_id: number;
  responsible_id: number;
  /** When somebody chose it; else the words of the text say, else tomorrow. */
  due: Due | null;
  /** Seconds, 0 for no length of its own. */
  duration: number;
  participants: number[];
  checklist: PointDraft[];
  recurrence: Rule | null;
  /** The words of the text do not say when. */
  plain: boolean;
}

/** What, of which type, when, by whom. The words of the text may say when: "call tomorrow 15:00". */
export function TaskFields({
  draft,
  onChange,
  shown,
  hours,
  autoFocus,
  onSubmit,
  invalid,
}: {
  draft: TaskDraft;
  onChange: (patch: Partial<TaskDraft>) => void;
  /** When it is due as things stand, and whether the text said so. */
  shown: { due: Due; fromText: boolean };
  /** When whoever does it works, once that is known. */
  hours?: WorkCalendar | undefined;
  autoFocus?: boolean | undefined;
  onSubmit: () => void;
  invalid?: boolean;
}) {
  const t = useText(locale);
  const types = useTaskTypes();
  const me = useMe();
  const people = usePeople()
    .filter((p) => p.is_active || p.id === draft.responsible_id)
    .map((p) => ({
      value: String(p.id),
      label: p.id === me.id ? t('me', { name: p.name }) : p.name,
      icon: <Avatar name={p.name} size={16} />,
    }));
  const many = draft.text.includes('\n') || draft.text.length > 90;
  const text = {
    autoFocus,
    'aria-label': t('text'),
    placeholder: t('textExample'),
    value: draft.text,
    maxLength: 10_000,
    onChange: (e: { target: { value: string } }) => onChange({ text: e.target.value }),
    onKeyDown: (e: React.KeyboardEvent) => {
      if (e.nativeEvent.isComposing || e.key !== 'Enter' || (many && !e.ctrlKey && !e.metaKey)) return;
      e.preventDefault();
      onSubmit();
    },
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {many ? <Textarea {...text} invalid={invalid ?? false} /> : <Input {...text} invalid={invalid ?? false} />}
      {shown.fromText && (
        <div>
          <Chip
            label={t('readAs')}
            value={dueText(shown.due)}
            onClick={() => onChange({ due: shown.due })}
            onRemove={() => onChange({ plain: true })}
          />
        </div>
      )}
      <div className="flex min-w-0 flex-wrap items-center gap-2">
        <Select
          compact
          aria-label={t('type')}
          value={String(draft.type_id)}
          onChange={(id) => onChange({ type_id: Number(id) })}
          options={types.map((x) => ({ value: String(x.id), label: x.name, icon: <TaskIcon typeId={x.id} /> }))}
          className="max-w-[180px] border border-control/60"
        />
        <WhenPicker
          value={shown.due}
          duration={draft.duration}
          hours={hours}
          onChange={(due) => onChange({ due })}
          onDuration={(duration) => onChange({ duration })}
        />
        <Combobox
          compact
          clearable={false}
          aria-label={t('responsible')}
          options={people}
          value={people.find((p) => p.value === String(draft.responsible_id)) ?? null}
          onChange={(p) => p && onChange({ responsible_id: Number(p.value) })}
          className="w-[190px]! border-control/60!"
        />
        <TaskExtras draft={draft} due={shown.due} onChange={onChange} />
      </div>
    </div>
  );
}
