import { Input } from '@/ui/Input';
import { type FieldDef, type FieldInputProps, firstText, TEXT_OPS } from './model';

function UrlInput({ field, values, onChange, autoFocus, compact, label }: FieldInputProps) {
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

export const url: FieldDef = {
  type: 'url',
  ops: TEXT_OPS,
  settings: ['hint'],
  text: (_, values) =>
    firstText(values)
      .replace(/^https?:\/\//, '')
      .replace(/\/$/, ''),
  Input: UrlInput,
  links: true,
};
