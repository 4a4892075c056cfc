import { X } from 'lucide-react';
import { FieldInput, filled } from '@/features/fields';
import { type CardKind, useFields } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Combobox } from '@/ui/Combobox';
import { Field } from '@/ui/Field';
import { IconButton } from '@/ui/IconButton';
import locale from './locale';

/** Fields of the card and the values they get; a field with an empty value is cleared. */
export function FieldValuesInput({
  kind,
  value,
  error,
  onChange,
}: {
  kind: CardKind;
  value: Record<string, unknown[]>;
  error: string | undefined;
  onChange: (value: Record<string, unknown[]>) => void;
}) {
  const t = useText(locale);
  const { fields } = useFields(kind);
  const chosen = fields.filter((f) => String(f.id) in value);
  // A formula is computed, and the files of a field are put there by a person.
  const offered = fields.filter((f) => f.type !== 'formula' && f.type !== 'file' && !(String(f.id) in value));
  function drop(id: number) {
    const { [String(id)]: _, ...rest } = value;
    onChange(rest);
  }
  return (
    <div className="flex flex-col gap-3">
      {chosen.map((f) => (
        <div key={f.id} className="flex items-end gap-1">
          <Field
            label={f.name}
            className="min-w-0 flex-1"
            hint={filled(value[f.id] ?? []).length === 0 ? t('willClear') : undefined}
          >
            <FieldInput
              field={f}
              values={value[f.id] ?? []}
              onChange={(v) => onChange({ ...value, [f.id]: filled(v) })}
            />
          </Field>
          <IconButton
            className="mb-0.5"
            label={t('dropField', { name: f.name })}
            icon={<X size={16} />}
            onClick={() => drop(f.id)}
          />
        </div>
      ))}
      <Field label={t('addField')} error={error}>
        <Combobox
          placeholder={t('pickField')}
          options={offered.map((f) => ({ value: String(f.id), label: f.name }))}
          value={null}
          onChange={(o) => o && onChange({ ...value, [o.value]: [] })}
        />
      </Field>
    </div>
  );
}
