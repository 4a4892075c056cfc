import { Link } from '@tanstack/react-router';
import { type CardKind, usePeopleById } from '@/lib/bootstrap';
import { formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Table } from '@/ui/Table';
import { TableCell } from '@/ui/TableCell';
import { TableHeadCell } from '@/ui/TableHeadCell';
import { TableRow } from '@/ui/TableRow';
import type { BinItem } from './api';
import locale from './locale';

const PATH = { deal: '/deals/$id', contact: '/contacts/$id', company: '/companies/$id' } as const;

/** The cards in the bin. One that was merged leads to where it went and offers to take the merge back. */
export function BinTable({
  kind,
  rows,
  ticked,
  onTick,
  onRestore,
  onUnmerge,
}: {
  kind: CardKind;
  rows: readonly BinItem[];
  ticked: readonly number[];
  onTick: (ids: number[]) => void;
  onRestore: (id: number) => void;
  onUnmerge: (merge: number) => void;
}) {
  const t = useText(locale);
  const people = usePeopleById();
  const all = rows.length > 0 && rows.every((r) => ticked.includes(r.id));
  return (
    <Table label={t('title')} className="min-h-0 flex-1">
      <thead className="max-desk:hidden">
        <tr>
          <TableHeadCell name={t('pickAll')} width={44}>
            <Checkbox
              checked={all}
              mixed={!all && ticked.length > 0}
              onChange={(on) => onTick(on ? rows.map((r) => r.id) : [])}
              aria-label={t('pickAll')}
            />
          </TableHeadCell>
          <TableHeadCell>{t('name')}</TableHeadCell>
          <TableHeadCell>{t('at')}</TableHeadCell>
          <TableHeadCell>{t('by')}</TableHeadCell>
          <TableHeadCell name={t('restore')} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <TableRow key={row.id} selected={ticked.includes(row.id)}>
            <TableCell>
              <Checkbox
                checked={ticked.includes(row.id)}
                onChange={(on) => onTick(on ? [...ticked, row.id] : ticked.filter((id) => id !== row.id))}
                aria-label={t('pick', { name: row.name })}
              />
            </TableCell>
            <TableCell>
              <span className="font-medium">{row.name}</span>
              <span className="block text-small text-muted desk:hidden">
                {formatWhen(row.deleted_at, { time: true })}
                {row.deleted_by ? ` · ${people.get(row.deleted_by)?.name ?? ''}` : ''}
              </span>
              {row.merged_into && (
                <span className="ml-2 text-small text-muted">
                  {t('mergedInto')} ·{' '}
                  <Link to={PATH[kind]} params={{ id: String(row.merged_into) }} className="text-accent">
                    {t('openMerged')}
                  </Link>
                </span>
              )}
            </TableCell>
            <TableCell className="max-desk:hidden">
              <time className="tabular whitespace-nowrap text-muted" data-tip={formatFull(row.deleted_at)}>
                {formatWhen(row.deleted_at, { time: true })}
              </time>
            </TableCell>
            <TableCell className="max-desk:hidden">
              {(row.deleted_by && people.get(row.deleted_by)?.name) || t('robot')}
            </TableCell>
            <TableCell>
              <span className="flex justify-end">
                {row.merge_id ? (
                  <Button variant="ghost" onClick={() => onUnmerge(row.merge_id ?? 0)}>
                    {t('undoMerge')}
                  </Button>
                ) : (
                  <Button variant="ghost" onClick={() => onRestore(row.id)}>
                    {t('restore')}
                  </Button>
                )}
              </span>
            </TableCell>
          </TableRow>
        ))}
      </tbody>
    </Table>
  );
}
