import { NumberInput } from '@/ui/NumberInput';
import { type FieldInputProps, firstNumber } from '../model';

/** Numbers are exact texts on the server; more digits than a float holds are shown as they are. */
export function NumberFieldInput({ field, values, onChange, autoFocus, compact, label }: FieldInputProps) {
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
