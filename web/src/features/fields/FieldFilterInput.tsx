import type { Field } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { DatePicker } from '@/ui/DatePicker';
import { Input } from '@/ui/Input';
import { MoneyInput } from '@/ui/MoneyInput';
import { MultiSelect } from '@/ui/MultiSelect';
import { Select } from '@/ui/Select';
import { FieldInput } from './FieldInput';
import { links } from './link/links';
import locale from './locale';
import { baseType, type FilterOp, firstText } from './model';
import { optionsOf } from './options';
import { defOf, opAlone } from './types';

/**
 * The value of one condition. What it holds goes by the operator: a list of ids for `in` and `nin`, a pair for
 * `between`, true or false for a checkbox, else one value; `null` while nothing is chosen. `empty` and `filled` need none.
 */
export function FieldFilterInput({
  field,
  op,
  value,
  onChange,
  label,
}: {
  field: Field;
  op: FilterOp;
  value: unknown;
  onChange: (value: unknown) => void;
  label?: string;
}) {
  const t = useText(locale);
  const name = label ?? field.name;
  const type = baseType(field);
  const def = defOf(type);
  if (opAlone(op)) return null;
  if (type === 'link') {
    return (
      <FieldInput
        field={{ ...field, settings: { ...field.settings, multiple: true } }}
        label={name}
        values={Array.isArray(value) ? value : []}
        onChange={(chosen) => onChange(chosen.length > 0 ? links(chosen).map((l) => `${l.kind}:${l.id}`) : null)}
      />
    );
  }
  if (type === 'checkbox') {
    return (
      <Select
        aria-label={name}
        value={value === undefined || value === null ? null : value ? 'yes' : 'no'}
        onChange={(chosen) => onChange(chosen === 'yes')}
        placeholder={t('pick')}
        options={[
          { value: 'yes', label: t('yes') },
          { value: 'no', label: t('no') },
        ]}
      />
    );
  }
  if (field.type === 'list' || field.type === 'multilist') {
    const ids = Array.isArray(value) ? value : value === null || value === undefined ? [] : [value];
    const options = optionsOf(field, ids, true);
    return (
      <MultiSelect
        aria-label={name}
        placeholder={t('pick')}
        options={options}
        value={ids.flatMap((id) => options.find((o) => o.value === String(id)) ?? [])}
        onChange={(chosen) => onChange(chosen.length > 0 ? chosen.map((o) => Number(o.value)) : null)}
      />
    );
  }
  const one = (at: unknown, put: (next: unknown) => void, part: string) => {
    if (def.days) {
      const day = typeof at === 'string' && /^\d{4}-/.test(at) ? at : null;
      return <DatePicker aria-label={`${name} ${part}`.trim()} value={day} onChange={put} />;
    }
    if (type === 'monetary') {
      return (
        <MoneyInput
          aria-label={`${name} ${part}`.trim()}
          placeholder={part}
          value={typeof at === 'number' ? at : null}
          onChange={put}
        />
      );
    }
    if (type === 'number' || type === 'money') {
      return (
        <FieldInput
          field={{ ...field, settings: { ...field.settings, hint: part } }}
          label={`${name} ${part}`.trim()}
          values={at === null || at === undefined ? [] : [at]}
          onChange={(values) => put(values[0] ?? null)}
        />
      );
    }
    return (
      <Input
        aria-label={name}
        value={firstText([at])}
        onChange={(e) => put(e.target.value === '' ? null : e.target.value)}
      />
    );
  };
  if (op !== 'between') return one(value, onChange, '');
  const pair = Array.isArray(value) ? value : [null, null];
  const put = (at: 0 | 1) => (next: unknown) => {
    const both = at === 0 ? [next, pair[1] ?? null] : [pair[0] ?? null, next];
    onChange(both[0] === null && both[1] === null ? null : both);
  };
  return (
    <div className="grid grid-cols-2 gap-2">
      {one(pair[0], put(0), t('from'))}
      {one(pair[1], put(1), t('to'))}
    </div>
  );
}
