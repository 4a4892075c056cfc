import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Badge } from '@/ui/Badge';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import { IconButton } from '@/ui/IconButton';
import { type Rule, type Run, retryRun, runsOf } from './api';
import locale from './locale';
import { actionWords, type Known } from './words';

const TONE = { done: 'ok', waiting: 'plain', skipped: 'warn', failed: 'bad', stopped: 'bad' } as const;
const PLACE = { deal: '/deals/$id', contact: '/contacts/$id', company: '/companies/$id' } as const;

/** What rules did, newest first: on which card, how it ended and why. */
export function RuleRuns({ rule, rules, known }: { rule: number | null; rules: readonly Rule[]; known: Known }) {
  const t = useText(locale);
  const queries = useQueryClient();
  const list = useInfiniteQuery(runsOf(rule));
  const rows = list.data?.pages.flatMap((p) => p.items) ?? [];
  const nameOf = (run: Run) => {
    const found = rules.find((r) => r.id === run.trigger_id);
    return found ? found.name || actionWords(found, known) : t('deletedRule');
  };
  const again = (run: Run) =>
    attempt(
      retryRun(run.id).finally(() => queries.invalidateQueries({ queryKey: ['rules', 'runs'] })),
      { said: t('retried') },
    );
  return (
    <Block
      title={t('runs')}
      at="runs"
      actions={
        <IconButton
          label={t('refresh')}
          icon={<RotateCw size={16} />}
          loading={list.isRefetching}
          onClick={() => void list.refetch()}
        />
      }
    >
      {list.isError && <ErrorState compact error={list.error} onRetry={() => list.refetch()} />}
      {list.data && rows.length === 0 && <p className="text-muted">{t('noRuns')}</p>}
      {rows.length > 0 && (
        <ul className="overflow-hidden rounded-control border border-line bg-surface">
          {rows.map((r) => (
            <li
              key={r.id}
              className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-b border-line px-3 py-2 last:border-b-0"
            >
              <span
                className="tabular min-w-[104px] shrink-0 whitespace-nowrap text-muted"
                data-tip={formatFull(r.created_at)}
              >
                {formatWhen(r.created_at, { time: true })}
              </span>
              <Badge tone={TONE[r.state]}>{t(`state_${r.state}`)}</Badge>
              <span className="min-w-0 flex-1 basis-[260px]">
                {r.entity && (
                  <Link
                    to={PLACE[r.entity.kind as 'deal']}
                    params={{ id: String(r.entity.id) }}
                    className="text-accent no-underline hover:underline"
                  >
                    {r.entity.name || `#${r.entity.id}`}
                  </Link>
                )}
                {rule === null && <span className="text-muted"> · {nameOf(r)}</span>}
                {r.remarks && <span className="block text-small text-muted">{r.remarks}</span>}
              </span>
              {(r.state === 'failed' || r.state === 'skipped') && (
                <Button onClick={() => void again(r)}>{t('retry')}</Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button className="self-start" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('older')}
        </Button>
      )}
    </Block>
  );
}
