import { Checkbox } from '@/ui/Checkbox';
import { useField } from '@/ui/fieldContext';
import type { FieldInputProps } from '../model';

export function FlagInput({ field, values, onChange }: FieldInputProps) {
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
