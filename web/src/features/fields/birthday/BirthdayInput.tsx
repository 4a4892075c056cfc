import { useLang } from '@/lib/i18n';
import { today } from '@/lib/zone';
import { DatePicker } from '@/ui/DatePicker';
import { type FieldInputProps, firstText } from '../model';

export function BirthdayInput({ values, onChange, autoFocus, compact, label }: FieldInputProps) {
  useLang();
  return (
    <DatePicker
      aria-label={label as string}
      {...(autoFocus ? { autoFocus } : {})}
      compact={compact ?? false}
      max={today()}
      value={firstText(values) || null}
      onChange={(day) => onChange(day ? [day] : [])}
    />
  );
}
