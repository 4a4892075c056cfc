import { FieldView, fieldText } from '@/features/fields';
import type { Field, Person, Status } from '@/lib/bootstrap';
import { formatMoney, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { type Hue, hueVar } from '@/ui/hues';
import { TagChip } from '@/ui/TagChip';
import locale from './locale';
import type { ColumnId, Row } from './model';

export interface CellData {
  people: ReadonlyMap<number, Person>;
  statuses: ReadonlyMap<number, Status>;
  fields: ReadonlyMap<number, Field>;
}

/** What a column says of a row. */
export function Cell({
  row,
  column,
  data,
  plain = false,
}: {
  row: Row;
  column: ColumnId;
  data: CellData;
  /** Words only: the row itself is the one link. */
  plain?: boolean;
}) {
  const t = useText(locale);
  switch (column) {
    case 'status': {
      const status = data.statuses.get(row.status_id ?? 0);
      if (!status) return null;
      return (
        <span className="flex min-w-0 items-center gap-1.5">
          <span
            aria-hidden="true"
            className="size-2 shrink-0 rounded-full"
            style={{ background: hueVar((status.hue || 9) as Hue) }}
          />
          <span className="truncate">{status.name}</span>
        </span>
      );
    }
    case 'price':
      return row.price ? formatMoney(row.price) : null;
    case 'contact':
      return row.contacts?.[0]?.name ?? null;
    case 'company':
      return row.company?.name ?? null;
    case 'responsible':
      return data.people.get(row.responsible_id)?.name ?? null;
    case 'tags':
      return (
        <span className="flex gap-1 overflow-hidden">
          {row.tags.map((tag) => (
            <TagChip key={tag.id} name={tag.name} hue={(tag.hue || undefined) as Hue | undefined} />
          ))}
        </span>
      );
    case 'next_task':
      if (row.next_task_at === null && row.is_closed) return null;
      if (row.next_task_at === null) return <span className="text-warn">{t('noTask')}</span>;
      return (
        <span className={row.next_task_at < Date.now() / 1000 ? 'text-bad' : undefined}>
          {formatWhen(row.next_task_at)}
          {row.next_task?.text ? ` · ${row.next_task.text}` : ''}
        </span>
      );
    case 'created_at':
    case 'updated_at':
      return formatWhen(row[column]);
    case 'closed_at':
      return row.closed_at ? formatWhen(row.closed_at) : null;
    case 'id':
      return String(row.id);
  }
  const field = data.fields.get(Number(column.slice(3)));
  const values = row.fields[column.slice(3)];
  if (plain) return field && values?.length ? fieldText(field, values) : null;
  return field && values?.length ? <FieldView field={field} values={values} /> : null;
}
