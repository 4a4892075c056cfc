import { useSuspenseQuery } from '@tanstack/react-query';
import { bootstrap } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { Choose } from './Choose';
import locale from './locale';
import { ask, asked, type Condition } from './tree';
import { choices } from './words';

const STATES = ['any', 'open', 'closed'] as const;

/** What is asked of linked deals; all of it of one and the same deal. */
export function LinkEditor({ condition: c, onChange }: { condition: Condition; onChange: (next: Condition) => void }) {
  const t = useText(locale);
  const { data: boot } = useSuspenseQuery(bootstrap);
  const at = (field: string) => asked(c.value)?.find((a) => a.field === field)?.value;
  const closed = at('is_closed');
  const put = (field: string, op: string, value: unknown) =>
    onChange({ ...c, value: ask(c.value, field, value === null ? null : { op, value }) });
  return (
    <>
      <Field label={t('dealState')}>
        <Select
          value={closed === undefined ? 'any' : closed ? 'closed' : 'open'}
          onChange={(next) => put('is_closed', 'eq', next === 'any' ? null : next === 'closed')}
          options={STATES.map((s) => ({ value: s as string, label: t(`d_${s}`) }))}
        />
      </Field>
      <Field label={t('stages')}>
        <Choose
          name={t('stages')}
          all={choices(boot, 'deal', 'status')}
          value={at('status')}
          onChange={(ids) => put('status', 'in', ids)}
          placeholder={t('anyOne')}
        />
      </Field>
    </>
  );
}
