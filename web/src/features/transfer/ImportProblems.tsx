import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { Table } from '@/ui/Table';
import { TableCell } from '@/ui/TableCell';
import { TableHeadCell } from '@/ui/TableHeadCell';
import { TableRow } from '@/ui/TableRow';
import { useWide } from '@/ui/useWide';
import { problems } from './api';
import locale from './locale';

/** What was wrong, row by row, with its reason. */
export function ImportProblems({ id, failed, live }: { id: number; failed: number; live: boolean }) {
  const t = useText(locale);
  const [fatal, setFatal] = useState(failed > 0);
  const list = useInfiniteQuery({ ...problems(id, fatal), refetchInterval: live ? 3000 : false });
  const wide = useWide();
  const rows = list.data?.pages.flatMap((p) => p.items) ?? [];
  // On a phone the reason stands under the column it is about.
  const reason = (p: (typeof rows)[number]) => (
    <>
      {p.is_fatal && !fatal && <Badge tone="bad">{t('rejected')}</Badge>} {p.reason}
    </>
  );
  return (
    <>
      {failed > 0 && (
        <SegmentedControl
          className="self-start"
          label={t('problems')}
          value={fatal ? 'fatal' : 'all'}
          onChange={(next) => setFatal(next === 'fatal')}
          segments={[
            { value: 'fatal', label: t('onlyRejected') },
            { value: 'all', label: t('allProblems') },
          ]}
        />
      )}
      {list.isError && <ErrorState compact error={list.error} onRetry={() => list.refetch()} />}
      {rows.length > 0 && (
        <Table label={t('problemsTable')} className="rounded-control border border-line">
          <thead>
            <tr>
              <TableHeadCell align="right">{t('row')}</TableHeadCell>
              <TableHeadCell>{t('column')}</TableHeadCell>
              {wide && <TableHeadCell>{t('value')}</TableHeadCell>}
              {wide && <TableHeadCell>{t('reason')}</TableHeadCell>}
            </tr>
          </thead>
          <tbody>
            {rows.map((p) => (
              <TableRow key={p.id}>
                <TableCell numeric className={wide ? 'w-[1%]' : 'w-[1%] py-2 align-top'}>
                  {formatNumber(p.row)}
                </TableCell>
                <TableCell className={wide ? 'max-w-[180px]!' : 'max-w-none! py-2 whitespace-normal'}>
                  {p.column || <span className="text-muted">{t('wholeRow')}</span>}
                  {!wide && <span className="block text-muted">{reason(p)}</span>}
                </TableCell>
                {wide && (
                  <TableCell className="max-w-[200px]! text-muted" data-tip={p.value.length > 24 ? p.value : undefined}>
                    {p.value}
                  </TableCell>
                )}
                {wide && <TableCell className="max-w-none! py-1 whitespace-normal">{reason(p)}</TableCell>}
              </TableRow>
            ))}
          </tbody>
        </Table>
      )}
      {list.hasNextPage && (
        <Button className="self-start" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('moreProblems')}
        </Button>
      )}
    </>
  );
}
