import { text as say } from '@/lib/i18n';
import { Checkbox } from '@/ui/Checkbox';
import { useField } from '@/ui/fieldContext';
import locale from './locale';
import { type FieldDef, type FieldInputProps, FLAG_OPS } from './model';

function FlagInput({ field, values, onChange }: FieldInputProps) {
  const wiring = useField({});
  return (
    <Checkbox
      id={wiring.id}
      aria-label={field.name}
      checked={values[0] === true}
      onChange={(on) => onChange(on ? [true] : [])}
      className="-ml-1 self-start max-desk:-ml-3.5"
    />
  );
}

export const checkbox: FieldDef = {
  type: 'checkbox',
  ops: FLAG_OPS,
  settings: [],
  text: (_, values) => (values[0] === true ? say(locale, 'yes') : ''),
  Input: FlagInput,
};
