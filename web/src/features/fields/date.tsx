import { formatDateOnly } from '@/lib/format';
import { DatePicker } from '@/ui/DatePicker';
import { type FieldDef, type FieldInputProps, firstText, RANGE_OPS } from './model';

function DateInput({ values, onChange, autoFocus, compact, label }: FieldInputProps) {
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

export const date: FieldDef = {
  type: 'date',
  ops: RANGE_OPS,
  settings: ['hint'],
  text: (_, values) => (firstText(values) ? formatDateOnly(firstText(values)) : ''),
  Input: DateInput,
  days: true,
};
