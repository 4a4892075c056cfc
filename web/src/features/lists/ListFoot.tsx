import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { formatMoney, formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Popover } from '@/ui/Popover';
import { countOptions, type ListQuery } from './api';
import type { CellData } from './Cell';
import { TotalsPanel } from './laterParts';
import locale from './locale';
import type { ColumnId } from './model';
import { summedColumns } from './model';

/** Below a list: how many there are, what they come to, and on request the averages and ends of its numbers. */
export function ListFoot({
  query,
  columns,
  names,
  data,
  children,
}: {
  query: ListQuery;
  columns: readonly ColumnId[];
  names: (column: ColumnId) => string;
  data: CellData;
  children?: ReactNode;
}) {
  const t = useText(locale);
  const { kind, filter } = query;
  const total = useQuery(countOptions(query)).data;
  const numbers = summedColumns(columns, data.fields);
  return (
    <footer className="tabular flex min-h-8 shrink-0 items-center gap-3 border-t bg-surface px-4 text-small text-muted">
      {total && (
        <span>
          {t(total.more ? 'countMore' : 'count', { n: formatNumber(total.count) })}
          {kind === 'deal' && total.sum > 0 && !total.more && ` ${t('sum', { sum: formatMoney(total.sum) })}`}
        </span>
      )}
      {numbers.length > 0 && (
        <Popover
          title={t('totals')}
          side="top"
          trigger={
            <Button variant="ghost" className="max-desk:hidden">
              {t('totals')}
            </Button>
          }
        >
          <TotalsPanel kind={kind} filter={filter} columns={numbers} names={names} fields={data.fields} />
        </Popover>
      )}
      {children}
    </footer>
  );
}
