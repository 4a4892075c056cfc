import { useQuery } from '@tanstack/react-query';
import type { CardKind, Field } from '@/lib/bootstrap';
import { formatMoney, formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { ErrorState } from '@/ui/ErrorState';
import { Late, Skeleton } from '@/ui/Skeleton';
import { summaryOptions } from './api';
import type { ColumnId } from './model';
import locale from './workLocale';

const PARTS = ['sum', 'average', 'min', 'max'] as const;

/** What the numbers of a list come to: sum, average, least and largest of each of its columns. */
export function TotalsPanel({
  kind,
  filter,
  columns,
  names,
  fields,
}: {
  kind: CardKind;
  filter: string;
  columns: readonly ColumnId[];
  names: (column: ColumnId) => string;
  fields: ReadonlyMap<number, Field>;
}) {
  const t = useText(locale);
  const totals = useQuery(summaryOptions(kind, filter, columns));
  function shown(column: ColumnId, value: number) {
    const field = fields.get(Number(column.slice(3)));
    const type = field?.type === 'formula' ? field.settings.result : field?.type;
    if (column === 'price' || type === 'money') return formatMoney(Math.round(value));
    return formatNumber(value, { maximumFractionDigits: 2 });
  }
  if (totals.error) return <ErrorState error={totals.error} onRetry={() => void totals.refetch()} />;
  if (!totals.data)
    return (
      <Late>
        <Skeleton className="h-16 w-[320px]" />
      </Late>
    );
  if (totals.data.more) return <p className="max-w-[320px] p-2">{t('totalsMore')}</p>;
  return (
    <table className="tabular">
      <thead>
        <tr className="caps text-muted">
          <td />
          {PARTS.map((part) => (
            <th key={part} scope="col" className="px-2 py-1 text-right">
              {t(`total_${part}`)}
            </th>
          ))}
          <th scope="col" className="px-2 py-1 text-right">
            {t('total_count')}
          </th>
        </tr>
      </thead>
      <tbody>
        {totals.data.items.map((s) => (
          <tr key={s.column} className="border-t">
            <th scope="row" className="max-w-[200px] truncate px-2 py-1 text-left font-medium">
              {names(s.column)}
            </th>
            {PARTS.map((part) => (
              <td key={part} className="px-2 py-1 text-right whitespace-nowrap">
                {s.count > 0 ? shown(s.column, s[part]) : '—'}
              </td>
            ))}
            <td className="px-2 py-1 text-right text-muted">{formatNumber(s.count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
