import { usePeople } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Field } from '@/ui/Field';
import { MultiSelect } from '@/ui/MultiSelect';
import locale from '../locale';

/** Who takes part in a task: they see it and have it in their calendar. Whoever does it is not asked for. */
export function PeoplePicker({
  value,
  without,
  onChange,
}: {
  value: readonly number[];
  without: number;
  onChange: (people: number[]) => void;
}) {
  const t = useText(locale);
  const people = usePeople()
    .filter((p) => p.id !== without && (p.is_active || value.includes(p.id)))
    .map((p) => ({ value: String(p.id), label: p.name, icon: <Avatar name={p.name} size={16} /> }));
  return (
    <Field label={t('participants')}>
      <MultiSelect
        options={people}
        value={people.filter((p) => value.includes(Number(p.value)))}
        onChange={(chosen) => onChange(chosen.map((p) => Number(p.value)))}
        placeholder={t('participantsHint')}
      />
    </Field>
  );
}
