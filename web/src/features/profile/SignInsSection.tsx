import { useInfiniteQuery } from '@tanstack/react-query';
import { usePeopleById } from '@/lib/bootstrap';
import { formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Badge } from '@/ui/Badge';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import { Table } from '@/ui/Table';
import { TableCell } from '@/ui/TableCell';
import { TableHeadCell } from '@/ui/TableHeadCell';
import { TableRow } from '@/ui/TableRow';
import { useWide } from '@/ui/useWide';
import { signIns } from './api';
import locale from './locale';
import { browserName } from './model';

/** Who signed in, from where, and who tried. An administrator sees everybody, others themselves. */
export function SignInsSection() {
  const t = useText(locale);
  const people = usePeopleById();
  const admin = can(useSession(), 'admin');
  const list = useInfiniteQuery(signIns);
  const wide = useWide();
  if (list.isError) return <ErrorState compact error={list.error} onRetry={() => list.refetch()} />;
  const rows = list.data?.pages.flat() ?? [];
  return (
    <Block text={t(admin ? 'signInsAll' : 'signInsMine')}>
      <Table label={t('signIns')} className="rounded-control border border-line">
        <thead>
          <tr>
            <TableHeadCell>{t('when')}</TableHeadCell>
            {wide && <TableHeadCell>{t('who')}</TableHeadCell>}
            <TableHeadCell>{t('result')}</TableHeadCell>
            {wide && <TableHeadCell>{t('from')}</TableHeadCell>}
          </tr>
        </thead>
        <tbody>
          {rows.map((r) => {
            const who = people.get(r.user_id)?.name ?? r.email;
            const from = [r.ip, browserName(r.user_agent)].filter(Boolean).join(' · ');
            return (
              <TableRow key={r.id}>
                <TableCell
                  className={wide ? 'tabular whitespace-nowrap' : 'tabular h-[72px]! w-full max-w-0'}
                  data-tip={formatFull(r.at)}
                >
                  {formatWhen(r.at, { time: true })}
                  {!wide && (
                    <>
                      <span className="block truncate text-small">{who}</span>
                      <span className="block truncate text-small text-muted">{from}</span>
                    </>
                  )}
                </TableCell>
                {wide && <TableCell>{who}</TableCell>}
                <TableCell>{r.result === 'ok' ? t('ok') : <Badge tone="bad">{t('wrongPassword')}</Badge>}</TableCell>
                {wide && (
                  <TableCell className="tabular text-muted" data-tip={r.user_agent}>
                    {from}
                  </TableCell>
                )}
              </TableRow>
            );
          })}
        </tbody>
      </Table>
      {list.hasNextPage && (
        <Button className="self-start" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('older')}
        </Button>
      )}
    </Block>
  );
}
