import { getLang, useLang } from '@/lib/i18n';
import { today } from '@/lib/zone';
import { DatePicker, writeDay } from '@/ui/DatePicker';
import { type FieldDef, type FieldInputProps, firstText, RANGE_OPS } from './model';

function BirthdayInput({ values, onChange, autoFocus, compact, label }: FieldInputProps) {
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

/** A birthday is always read with its year. */
export const birthday: FieldDef = {
  type: 'birthday',
  ops: RANGE_OPS,
  settings: ['hint'],
  text: (_, values) => (firstText(values) ? writeDay(firstText(values), getLang()) : ''),
  Input: BirthdayInput,
  days: true,
};
