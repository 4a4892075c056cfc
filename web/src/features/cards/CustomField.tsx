import { useState } from 'react';
import { Row, useCard } from '@/features/cardcore';
import { FieldEdit, fixedReason, requiredIn } from '@/features/fields';
import { FilesField } from '@/features/files';
import { type Field, usePipelines } from '@/lib/bootstrap';
import { SameCards } from './dialogs';

/** A custom field on its card, edited in place and saved when left. */
export function CustomField({ field }: { field: Field }) {
  const { kind, card, save, faults, locked } = useCard();
  const stages = usePipelines().find((p) => p.id === card.pipeline_id)?.statuses ?? [];
  const values = card.fields[field.id] ?? [];
  const needed = values.length === 0 && card.status_id !== undefined && requiredIn(field, stages, card.status_id);
  const [written, setWritten] = useState(false);
  const put = (next: unknown[]) => {
    setWritten(true);
    return save({ fields: { [field.id]: next } });
  };
  const reach = kind !== 'deal' && (field.type === 'phone' || field.type === 'email');
  const fault = faults[`fields.${field.id}`];
  return (
    <Row label={field.name} required={needed} error={fault} history={{ field: field.id }}>
      {field.type === 'file' ? (
        <FilesField
          kind={kind}
          id={card.id}
          field={field}
          values={values}
          reason={locked ?? (field.is_read_only || field.is_api_only ? fixedReason(field) : undefined)}
          onSave={put}
        />
      ) : (
        <FieldEdit field={field} values={values} reason={locked} invalid={!!fault} onSave={put} />
      )}
      {reach && written && !fault && values.length > 0 && <SameCards field={field} values={values} />}
    </Row>
  );
}
