import { Input } from '@/ui/Input';
import { type FieldDef, type FieldInputProps, firstText, TEXT_OPS } from './model';

function TextInput({ field, values, onChange, autoFocus, compact, label }: FieldInputProps) {
  return (
    <Input
      aria-label={label}
      autoFocus={autoFocus}
      compact={compact ?? false}
      maxLength={field.settings.max_length || 1000}
      placeholder={field.settings.hint}
      value={firstText(values)}
      onChange={(e) => onChange([e.target.value])}
    />
  );
}

export const text: FieldDef = {
  type: 'text',
  ops: TEXT_OPS,
  settings: ['hint', 'max_length'],
  text: (_, values) => firstText(values),
  Input: TextInput,
};
