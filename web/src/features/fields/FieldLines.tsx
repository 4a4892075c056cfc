import type { Field } from '@/lib/bootstrap';
import { formatPhone } from '@/lib/format';
import { shortKind } from './kindName';
import { reaches, type Values } from './model';
import { fieldText } from './types';

/** How the values read inside a control: no links, a phone or e-mail on a line of its own, with its kind where there is room. */
export function FieldLines({ field, values }: { field: Field; values: Values }) {
  if (field.type !== 'phone' && field.type !== 'email') return fieldText(field, values);
  return (
    <span className="-my-[3px] flex flex-col">
      {reaches(values).map((r) => (
        <span
          key={r.value}
          className="tabular flex h-6 min-w-0 flex-wrap content-start items-center gap-x-2 overflow-hidden leading-6 max-desk:h-11 max-desk:leading-[44px]"
        >
          <span className="max-w-full truncate">{field.type === 'phone' ? formatPhone(r.value) : r.value}</span>
          {r.kind && r.kind !== 'work' && (
            <span className="text-small leading-[inherit] text-muted">{shortKind(r.kind)}</span>
          )}
        </span>
      ))}
    </span>
  );
}
