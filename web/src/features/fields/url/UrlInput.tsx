import { Input } from '@/ui/Input';
import { type FieldInputProps, firstText } from '../model';

export function UrlInput({ field, values, onChange, autoFocus, compact, label }: FieldInputProps) {
  return (
    <Input
      aria-label={label}
      autoFocus={autoFocus}
      compact={compact ?? false}
      inputMode="url"
      autoComplete="off"
      placeholder={field.settings.hint || 'https://'}
      value={firstText(values)}
      onChange={(e) => onChange([e.target.value])}
    />
  );
}
