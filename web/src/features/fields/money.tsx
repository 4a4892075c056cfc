import { formatMoney } from '@/lib/format';
import { MoneyInput } from '@/ui/MoneyInput';
import { type FieldDef, type FieldInputProps, firstNumber, RANGE_OPS } from './model';

function MoneyFieldInput({ field, values, onChange, autoFocus, compact, label }: FieldInputProps) {
  return (
    <MoneyInput
      aria-label={label as string}
      {...(autoFocus ? { autoFocus } : {})}
      compact={compact ?? false}
      min={-Number.MAX_SAFE_INTEGER}
      {...(field.settings.hint ? { placeholder: field.settings.hint } : {})}
      value={firstNumber(values)}
      onChange={(minor) => onChange(minor === null ? [] : [minor])}
    />
  );
}

export const money: FieldDef = {
  type: 'money',
  ops: RANGE_OPS,
  settings: ['hint'],
  text: (_, values) => {
    const minor = firstNumber(values);
    return minor === null ? '' : formatMoney(minor);
  },
  Input: MoneyFieldInput,
};
