import { useQuery } from '@tanstack/react-query';
import { request } from '@/lib/api';
import { type Field, useLossReasons, usePeopleById, useStatusesById } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { useLostAt } from '@/lib/reach';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import { Skeleton } from '@/ui/Skeleton';
import locale from './locale';
import { cardAddress, parse, type Write } from './model';
import { insistOn, yieldTo } from './verbs';
import { pathWord, valueWord } from './words';

/** Both values of what two people changed; one of them is chosen. */
export function UnsentClash({ write, fields }: { write: Write; fields: readonly Field[] }) {
  const t = useText(locale);
  const names = { fields, people: usePeopleById(), statuses: useStatusesById(), reasons: useLossReasons() };
  const lost = useLostAt() > 0;
  const now = useQuery({
    queryKey: ['unsent', write.card],
    queryFn: () => {
      const path = `/api/v1${cardAddress(write.card)}`;
      return request(path).then((answer) => answer.json() as Promise<Record<string, unknown>>);
    },
    staleTime: 0,
  });
  const mine = parse<Record<string, unknown>>(write.body);
  return (
    <>
      {now.isPending && <Skeleton className="h-[56px]" />}
      {now.error && <ErrorState compact error={now.error} onRetry={() => void now.refetch()} />}
      {now.data &&
        (write.paths ?? []).map((path) => (
          <section key={path} aria-label={pathWord(path, fields, t)}>
            <h3 className="py-1 font-medium">{pathWord(path, fields, t)}</h3>
            <dl className="grid gap-2 desk:grid-cols-2">
              {(['mine', 'theirs'] as const).map((side) => (
                <div key={side} className="rounded-control border border-line px-3 py-2">
                  <dt className="text-small text-muted">{t(side)}</dt>
                  <dd className="break-words whitespace-pre-wrap">
                    {valueWord(path, side === 'mine' ? mine : now.data, names) || t('empty')}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      <div className="flex flex-wrap gap-2 pt-2">
        <Button variant="primary" reason={lost ? t('needsLine') : undefined} onClick={() => void insistOn(write)}>
          {t('keepMine')}
        </Button>
        <Button onClick={() => void yieldTo(write)}>{t('keepTheirs')}</Button>
      </div>
    </>
  );
}
