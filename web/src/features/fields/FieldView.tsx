import type { Field } from '@/lib/bootstrap';
import { formatPhone } from '@/lib/format';
import { useLang } from '@/lib/i18n';
import { dialled, firstText, reaches, type Values, webAddress } from './model';
import { fieldText } from './types';

/** The values of a field for reading; what leads somewhere is a link. Draws nothing when there are none. */
export function FieldView({ field, values }: { field: Field; values: Values }) {
  useLang();
  if (field.type === 'phone' || field.type === 'email') {
    return reaches(values).map((r, i) => (
      <span key={r.value}>
        {i > 0 && ', '}
        <a
          href={field.type === 'phone' ? dialled(r.value) : `mailto:${r.value}`}
          draggable={false}
          className="tabular text-accent no-underline hover:underline"
        >
          {field.type === 'phone' ? formatPhone(r.value) : r.value}
        </a>
      </span>
    ));
  }
  const shown = fieldText(field, values);
  const href = field.type === 'url' ? webAddress(firstText(values)) : '';
  if (href) {
    return (
      <a
        href={href}
        target="_blank"
        rel="noreferrer"
        draggable={false}
        className="text-accent no-underline hover:underline"
      >
        {shown}
      </a>
    );
  }
  return <span className={field.type === 'textarea' ? 'whitespace-pre-wrap' : 'tabular'}>{shown}</span>;
}
