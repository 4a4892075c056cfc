import { formatWhen } from '@/lib/format';
import { DateTimePicker } from '@/ui/DateTimePicker';
import { type FieldDef, type FieldInputProps, firstNumber, RANGE_OPS } from './model';

function DateTimeInput({ values, onChange, autoFocus, compact, label }: FieldInputProps) {
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

export const datetime: FieldDef = {
  type: 'datetime',
  ops: RANGE_OPS,
  settings: ['hint'],
  text: (_, values) => {
    const seconds = firstNumber(values);
    return seconds === null ? '' : formatWhen(seconds, { time: true });
  },
  Input: DateTimeInput,
  days: true,
};
