import { ListFilter } from 'lucide-react';
import type { TaskFilter } from '@/features/tasks';
import { usePeople, useTaskTypes } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { MultiSelect } from '@/ui/MultiSelect';
import { Popover } from '@/ui/Popover';
import { Select } from '@/ui/Select';
import locale from './locale';

type Kind = NonNullable<TaskFilter['kind']>;

/** Narrows every view of the tasks: people, type, kind of card. How many conditions there are stands on the button. */
export function TaskFilterButton({
  people,
  type,
  kind,
  onPeople,
  onType,
  onKind,
  onClear,
}: {
  /** The people that were chosen by name. */
  people: readonly number[];
  type: number | undefined;
  kind: Kind | undefined;
  onPeople: (ids: number[]) => void;
  onType: (id: number | undefined) => void;
  onKind: (kind: Kind | undefined) => void;
  onClear: () => void;
}) {
  const t = useText(locale);
  const types = useTaskTypes();
  const all = usePeople()
    .filter((p) => p.is_active || people.includes(p.id))
    .map((p) => ({ value: String(p.id), label: p.name, icon: <Avatar name={p.name} size={16} /> }));
  const set = (people.length > 0 ? 1 : 0) + (type ? 1 : 0) + (kind ? 1 : 0);
  return (
    <Popover
      title={t('filter')}
      className="w-[300px]"
      trigger={
        <Button icon={<ListFilter aria-hidden="true" size={14} />}>
          {t('filter')}
          {set > 0 && <span className="tabular pl-1 text-accent">{set}</span>}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t('people')}>
          <MultiSelect
            options={all}
            value={all.filter((p) => people.includes(Number(p.value)))}
            onChange={(chosen) => onPeople(chosen.map((p) => Number(p.value)))}
          />
        </Field>
        <Field label={t('colType')}>
          <Select
            value={String(type ?? 0)}
            onChange={(id) => onType(Number(id) || undefined)}
            options={[
              { value: '0', label: t('anyType') },
              ...types.map((x) => ({ value: String(x.id), label: x.name })),
            ]}
          />
        </Field>
        <Field label={t('kind')}>
          <Select
            value={kind ?? 'any'}
            onChange={(next) => onKind(next === 'any' ? undefined : (next as Kind))}
            options={[
              { value: 'any', label: t('anyCard') },
              { value: 'deal', label: t('kind_deal') },
              { value: 'contact', label: t('kind_contact') },
              { value: 'company', label: t('kind_company') },
            ]}
          />
        </Field>
        {set > 0 && <Button onClick={onClear}>{t('clearFilter')}</Button>}
      </div>
    </Popover>
  );
}
