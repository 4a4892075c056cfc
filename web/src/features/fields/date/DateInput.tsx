import { DatePicker } from '@/ui/DatePicker';
import { type FieldInputProps, firstText } from '../model';

export function DateInput({ values, onChange, autoFocus, compact, label }: FieldInputProps) {
  return (
    <DatePicker
      aria-label={label as string}
      {...(autoFocus ? { autoFocus } : {})}
      compact={compact ?? false}
      value={firstText(values) || null}
      onChange={(day) => onChange(day ? [day] : [])}
    />
  );
}
