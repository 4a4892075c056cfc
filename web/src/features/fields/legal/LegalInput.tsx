import { useText } from '@/lib/i18n';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import locale from '../locale';
import { type FieldInputProps, LEGAL_PARTS, type LegalPart } from '../model';

/** How wide a part stands in the grid of two columns. */
const WIDE: ReadonlySet<LegalPart> = new Set([
  'name',
  'ogrn',
  'address',
  'bank',
  'account',
  'correspondent',
  'director',
]);

/** A company or sole proprietor in parts; the server checks the digits of its numbers. */
export function LegalInput({ field, values, onChange, autoFocus }: FieldInputProps) {
  const t = useText(locale);
  const parts = (values[0] ?? {}) as Partial<Record<LegalPart | 'type', string>>;
  return (
    <fieldset aria-label={field.name} className="grid grid-cols-2 gap-1">
      {LEGAL_PARTS.map((part, i) => (
        <Input
          key={part}
          {...(i === 0 ? {} : { id: `${field.id}-${part}` })}
          aria-label={t(part)}
          placeholder={t(part)}
          autoFocus={autoFocus && i === 0}
          autoComplete="off"
          inputMode={WIDE.has(part) ? 'text' : 'numeric'}
          maxLength={500}
          value={parts[part] ?? ''}
          onChange={(e) => onChange([{ ...parts, [part]: e.target.value }])}
          className={WIDE.has(part) ? 'col-span-2' : ''}
        />
      ))}
      <div className="col-span-2">
        <Select
          aria-label={t('legalType')}
          value={parts.type ?? 'company'}
          onChange={(type) => onChange([{ ...parts, type }])}
          options={[
            { value: 'company', label: t('legalCompany') },
            { value: 'person', label: t('legalPerson') },
          ]}
        />
      </div>
    </fieldset>
  );
}
