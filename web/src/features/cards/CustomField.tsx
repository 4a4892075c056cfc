import { Row, useCard } from '@/features/cardcore';
import { FieldEdit, requiredIn } from '@/features/fields';
import { type Field, usePipelines } from '@/lib/bootstrap';

/** A custom field on its card, edited in place and saved when left. */
export function CustomField({ field }: { field: Field }) {
  const { card, save, faults, locked } = useCard();
  const stages = usePipelines().find((p) => p.id === card.pipeline_id)?.statuses ?? [];
  const values = card.fields[field.id] ?? [];
  const needed = values.length === 0 && card.status_id !== undefined && requiredIn(field, stages, card.status_id);
  const fault = faults[`fields.${field.id}`];
  return (
    <Row label={field.name} required={needed} error={fault}>
      <FieldEdit
        field={field}
        values={values}
        reason={locked}
        invalid={!!fault}
        onSave={(next) => save({ fields: { [field.id]: next } })}
      />
    </Row>
  );
}
