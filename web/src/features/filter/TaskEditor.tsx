import { useSuspenseQuery } from '@tanstack/react-query';
import { bootstrap } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { Choose } from './Choose';
import locale from './locale';
import { PeriodInput } from './PeriodInput';
import { ask, asked, asRange, type Condition } from './tree';
import { choices, taskTypes } from './words';

const STATES = ['any', 'open', 'overdue', 'completed'] as const;

/** What is asked of the tasks of a card; all of it of one and the same task. */
export function TaskEditor({ condition: c, onChange }: { condition: Condition; onChange: (next: Condition) => void }) {
  const t = useText(locale);
  const { data: boot } = useSuspenseQuery(bootstrap);
  const at = (field: string) => asked(c.value)?.find((a) => a.field === field);
  const put = (field: string, op: string, value: unknown) =>
    onChange({ ...c, value: ask(c.value, field, value === null ? null : { op, value }) });
  const state = String(at('state')?.value ?? 'any');
  const when = state === 'completed' ? 'completed_at' : 'due_at';
  return (
    <>
      <Field label={t('state')}>
        <Select
          value={state}
          onChange={(next) => {
            const moved = ask(ask(c.value, 'due_at', null), 'completed_at', null);
            onChange({ ...c, value: ask(moved, 'state', next === 'any' ? null : { op: 'eq', value: next }) });
          }}
          options={STATES.map((s) => ({ value: s as string, label: t(`s_${s}`) }))}
        />
      </Field>
      <Field label={t('type')}>
        <Choose
          name={t('type')}
          all={taskTypes(boot)}
          value={at('type')?.value}
          onChange={(ids) => put('type', 'in', ids)}
          placeholder={t('anyOne')}
        />
      </Field>
      <Field label={t('responsible')}>
        <Choose
          name={t('responsible')}
          all={choices(boot, 'deal', 'people')}
          value={at('responsible')?.value}
          onChange={(ids) => put('responsible', 'in', ids)}
          placeholder={t('anyOne')}
        />
      </Field>
      <Field label={t(when === 'due_at' ? 'due' : 'doneAt')}>
        <PeriodInput
          name={t(when === 'due_at' ? 'due' : 'doneAt')}
          value={asRange(at(when) ?? { op: 'between', value: null })}
          onChange={(range) => put(when, 'between', range)}
          past={when === 'completed_at'}
          any
        />
      </Field>
    </>
  );
}
