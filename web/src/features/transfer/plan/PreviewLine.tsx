import { useText } from '@/lib/i18n';
import { cx } from '@/ui/cx';
import { TableCell } from '@/ui/TableCell';
import { TableRow } from '@/ui/TableRow';
import type { PreviewRow } from '../api';
import locale from '../locale';
import { readValue } from '../model';
import { kindWord } from '../words';

/** One row of the preview: which cards it makes or joins, and each value as it will be. */
export function PreviewLine({
  row,
  number,
  columns,
}: {
  row: PreviewRow;
  number: string;
  columns: readonly { index: number; name: string; type: string }[];
}) {
  const t = useText(locale);
  const cells = new Map(row.cells.map((c) => [c.column, c]));
  const made = row.cards.filter((c) => c.is_new).map((c) => kindWord(c.kind));
  const joined = row.cards.filter((c) => !c.is_new);
  return (
    <>
      <TableRow>
        <TableCell head numeric pinned className="text-muted">
          {number}
        </TableCell>
        <TableCell className="min-w-[150px]">
          {row.rejected ? (
            <span className="font-medium text-bad">{t('willReject')}</span>
          ) : (
            <>
              {made.length > 0 && <span className="text-ok">+ {made.join(', ').toLocaleLowerCase()}</span>}
              {joined.length > 0 && (
                <span
                  className="text-muted"
                  data-tip={joined
                    .map((c) =>
                      c.row ? t('joinsRow', { name: c.name, row: c.row }) : t('joinsCard', { name: c.name }),
                    )
                    .join('; ')}
                >
                  {made.length > 0 && ' · '}
                  {t('joins', {
                    what: joined
                      .map((c) => kindWord(c.kind))
                      .join(', ')
                      .toLocaleLowerCase(),
                  })}
                </span>
              )}
            </>
          )}
        </TableCell>
        {columns.map((c) => {
          const cell = cells.get(c.index);
          const value = cell ? readValue(cell.value, c.type) : '';
          const wrong = (cell?.problems.length ?? 0) > 0;
          const tip = [
            ...(cell?.problems ?? []),
            ...(cell && cell.text !== value && cell.text !== '' ? [t('inFileWas', { text: cell.text })] : []),
          ].join('; ');
          return (
            <TableCell
              key={c.index}
              numeric={c.type === 'money' || c.type === 'number'}
              data-tip={tip || undefined}
              className={cx('max-w-[220px]!', wrong && 'bg-warn-soft!', wrong && value === '' && 'text-bad')}
            >
              {value || (wrong ? <s>{cell?.text}</s> : '')}
              {wrong && <span className="sr-only">: {cell?.problems.join('; ')}</span>}
            </TableCell>
          );
        })}
      </TableRow>
      {row.problems.length > 0 && (
        <tr>
          <td />
          <td
            colSpan={columns.length + 1}
            className={cx('border-b border-line px-2 pb-1.5 text-small', row.rejected ? 'text-bad' : 'text-warn')}
          >
            {row.problems.join('; ')}
          </td>
        </tr>
      )}
    </>
  );
}
