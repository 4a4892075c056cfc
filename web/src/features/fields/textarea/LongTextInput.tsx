import { Textarea } from '@/ui/Textarea';
import { type FieldInputProps, firstText } from '../model';

export function LongTextInput({ field, values, onChange, autoFocus, label }: FieldInputProps) {
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
