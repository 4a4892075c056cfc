import { useText } from '@/lib/i18n';
import { Input } from '@/ui/Input';
import locale from '../locale';
import { ADDRESS_PARTS, type FieldInputProps } from '../model';

export function AddressInput({ field, values, onChange, autoFocus }: FieldInputProps) {
  const t = useText(locale);
  const parts = (values[0] ?? {}) as Partial<Record<(typeof ADDRESS_PARTS)[number], string>>;
  return (
    <fieldset aria-label={field.name} className="grid grid-cols-2 gap-1">
      {ADDRESS_PARTS.map((part, i) => (
        <Input
          key={part}
          {...(i === 0 ? {} : { id: `${field.id}-${part}` })}
          aria-label={t(part)}
          placeholder={t(part)}
          autoFocus={autoFocus && i === 0}
          autoComplete="off"
          maxLength={250}
          value={parts[part] ?? ''}
          onChange={(e) => onChange([{ ...parts, [part]: e.target.value }])}
          className={i < 2 ? 'col-span-2' : ''}
        />
      ))}
    </fieldset>
  );
}
