import { formatNumber, NBSP } from '@/lib/format';
import { NumberInput } from '@/ui/NumberInput';
import { type FieldDef, type FieldInputProps, firstNumber, RANGE_OPS } from './model';

/** Numbers are exact texts on the server; more digits than a float holds are shown as they are. */
function NumberFieldInput({ field, values, onChange, autoFocus, compact, label }: FieldInputProps) {
  const { decimals, min, max, unit } = field.settings;
  return (
    <NumberInput
      aria-label={label as string}
      {...(autoFocus ? { autoFocus } : {})}
      compact={compact ?? false}
      value={firstNumber(values)}
      digits={decimals ?? 10}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      unit={unit || undefined}
      {...(field.settings.hint ? { placeholder: field.settings.hint } : {})}
      onChange={(n) => onChange(n === null ? [] : [String(n)])}
    />
  );
}

export const number: FieldDef = {
  type: 'number',
  ops: RANGE_OPS,
  settings: ['hint', 'decimals', 'unit', 'range'],
  text: (field, values) => {
    const n = firstNumber(values);
    if (n === null) return '';
    const unit = field.settings.unit ? NBSP + field.settings.unit : '';
    return formatNumber(n, { maximumFractionDigits: field.settings.decimals ?? 10 }) + unit;
  },
  Input: NumberFieldInput,
};
