import { Input } from '@/ui/Input';
import { type FieldInputProps, firstText } from '../model';

export function TextInput({ field, values, onChange, autoFocus, compact, label }: FieldInputProps) {
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
