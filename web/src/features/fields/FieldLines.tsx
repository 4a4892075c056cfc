import type { Field } from '@/lib/bootstrap';
import { formatPhone } from '@/lib/format';
import { kindName } from './kindName';
import { reaches, type Values } from './model';
import { fieldText } from './types';

/** How the values read inside a control: no links, a phone or e-mail on a line of its own with its kind. */
export function FieldLines({ field, values }: { field: Field; values: Values }) {
  if (field.type !== 'phone' && field.type !== 'email') return fieldText(field, values);
  return (
    <span className="flex flex-col">
      {reaches(values).map((r) => (
        <span key={r.value} className="tabular flex min-h-[20px] min-w-0 items-baseline gap-2 max-desk:min-h-[36px]">
          <span className="truncate">{field.type === 'phone' ? formatPhone(r.value) : r.value}</span>
          {r.kind && r.kind !== 'work' && <span className="shrink-0 text-small text-muted">{kindName(r.kind)}</span>}
        </span>
      ))}
    </span>
  );
}
