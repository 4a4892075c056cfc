import { DateTimePicker } from '@/ui/DateTimePicker';
import { type FieldInputProps, firstNumber } from '../model';

export function DateTimeInput({ values, onChange, autoFocus, compact, label }: FieldInputProps) {
  return (
    <DateTimePicker
      aria-label={label as string}
      {...(autoFocus ? { autoFocus } : {})}
      compact={compact ?? false}
      value={firstNumber(values)}
      onChange={(seconds) => onChange(seconds === null ? [] : [seconds])}
    />
  );
}
