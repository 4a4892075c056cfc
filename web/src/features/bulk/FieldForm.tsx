import { useState } from 'react';
import { FieldInput, type Values } from '@/features/fields';
import { type CardKind, useFields } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import locale from './locale';
import type { BulkBody } from './model';

/** One field, and the value all cards of the selection get. */
export function FieldForm({ kind, onApply }: { kind: CardKind; onApply: (params: BulkBody['params']) => void }) {
  const t = useText(locale);
  const { fields } = useFields(kind);
  const offered = fields.filter((f) => f.type !== 'formula' && f.type !== 'file' && !f.is_api_only);
  const [chosen, setChosen] = useState<number | null>(null);
  const [values, setValues] = useState<Values>([]);
  const field = offered.find((f) => f.id === chosen);
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (field) onApply({ field_id: field.id, value: values });
      }}
    >
      <Field label={t('field')}>
        <Select
          value={chosen === null ? '' : String(chosen)}
          onChange={(id) => {
            setChosen(Number(id));
            setValues([]);
          }}
          options={offered.map((f) => ({ value: String(f.id), label: f.name }))}
        />
      </Field>
      {field && (
        <Field label={t('value')} hint={t('emptyValue')}>
          <FieldInput key={field.id} field={field} values={values} onChange={setValues} />
        </Field>
      )}
      <Button type="submit" variant="primary" disabled={!field}>
        {t('apply')}
      </Button>
    </form>
  );
}
