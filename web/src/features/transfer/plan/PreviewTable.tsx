import { useMemo } from 'react';
import { formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { cx } from '@/ui/cx';
import { ErrorState } from '@/ui/ErrorState';
import { Late, Skeleton } from '@/ui/Skeleton';
import { Table } from '@/ui/Table';
import { TableHeadCell } from '@/ui/TableHeadCell';
import type { ImportDetail, PreviewRow as Row } from '../api';
import locale from '../locale';
import { isSkipped, typeOf } from '../model';
import { placeName } from '../words';
import { PreviewLine } from './PreviewLine';

/** The first rows as the cards will have them; what cannot be read stands out with its reason. */
export function PreviewTable({
  detail,
  rows,
  error,
  stale,
  onRetry,
}: {
  detail: ImportDetail;
  rows: readonly Row[] | undefined;
  error: Error | null;
  /** A newer preview is on its way. */
  stale: boolean;
  onRetry: () => void;
}) {
  const t = useText(locale);
  const { plan, targets } = detail;
  const shown = useMemo(
    () =>
      plan.columns
        .filter((c) => !isSkipped(c))
        .map((c) => ({ index: c.index, name: placeName(c, targets), type: typeOf(c, targets) })),
    [plan.columns, targets],
  );
  if (error && !rows) return <ErrorState compact error={error} onRetry={onRetry} />;
  if (!rows)
    return (
      <Late>
        <div className="flex flex-col gap-2">
          {[0, 1, 2, 3, 4].map((i) => (
            <Skeleton key={i} className="h-7 w-full" />
          ))}
        </div>
      </Late>
    );
  if (rows.length === 0 || shown.length === 0)
    return <p className="text-muted">{t(shown.length === 0 ? 'nothingChosen' : 'noRows')}</p>;
  return (
    <Table
      label={t('previewTable')}
      className={cx(
        'max-h-[560px] rounded-control border border-line transition-opacity duration-150',
        stale && 'opacity-70',
      )}
    >
      <thead>
        <tr>
          <TableHeadCell align="right" name={t('row')} pinned>
            №
          </TableHeadCell>
          <TableHeadCell>{t('outcome')}</TableHeadCell>
          {shown.map((c) => (
            <TableHeadCell key={c.index}>{c.name}</TableHeadCell>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <PreviewLine key={row.row} row={row} number={formatNumber(row.row)} columns={shown} />
        ))}
      </tbody>
    </Table>
  );
}
