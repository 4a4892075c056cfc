import { Textarea } from '@/ui/Textarea';
import { type FieldDef, type FieldInputProps, firstText, TEXT_OPS } from './model';

function LongTextInput({ field, values, onChange, autoFocus, label }: FieldInputProps) {
  return (
    <Textarea
      aria-label={label}
      autoFocus={autoFocus}
      placeholder={field.settings.hint}
      value={firstText(values)}
      onChange={(e) => onChange([e.target.value])}
    />
  );
}

export const textarea: FieldDef = {
  type: 'textarea',
  ops: TEXT_OPS,
  settings: ['hint', 'max_length'],
  text: (_, values) => firstText(values),
  Input: LongTextInput,
  multiline: true,
};
