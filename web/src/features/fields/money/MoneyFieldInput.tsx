import { MoneyInput } from '@/ui/MoneyInput';
import { type FieldInputProps, firstNumber } from '../model';

export function MoneyFieldInput({ field, values, onChange, autoFocus, compact, label }: FieldInputProps) {
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
