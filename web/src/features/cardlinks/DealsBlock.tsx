import { useQuery } from '@tanstack/react-query';
import { Block, CardLink, useCard } from '@/features/cardcore';
import type { ApiError } from '@/lib/api';
import { useStatusesById } from '@/lib/bootstrap';
import { formatMoney } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { ErrorState } from '@/ui/ErrorState';
import { type Hue, hueVar } from '@/ui/hues';
import { Late, Skeleton } from '@/ui/Skeleton';
import { dealsOf } from './api';
import locale from './locale';

/** The deals of a person or company, each with its stage and sum. */
export function DealsBlock({ kind }: { kind: 'contact' | 'company' }) {
  const t = useText(locale);
  const { card } = useCard();
  const statuses = useStatusesById();
  const may = can(useSession(), 'deal.view');
  const deals = useQuery({ ...dealsOf(kind, card.id), enabled: may });
  if (!may) return null;
  return (
    <Block title={t('deals')} count={deals.data?.length || undefined}>
      {deals.isPending && (
        <Late>
          <Skeleton className="my-2 h-3 w-2/3" />
        </Late>
      )}
      {deals.error && <ErrorState compact error={deals.error as ApiError} onRetry={() => void deals.refetch()} />}
      {deals.data?.length === 0 && <p className="text-muted">{t('noDeals')}</p>}
      {deals.data?.map((deal) => {
        const status = statuses.get(deal.status_id);
        return (
          <div key={deal.id} className="flex min-h-control items-center gap-2 py-0.5">
            <span
              aria-hidden="true"
              style={{ backgroundColor: status && status.hue >= 1 ? hueVar(status.hue as Hue) : undefined }}
              className="size-2 shrink-0 rounded-full bg-control"
            />
            <span className="min-w-0 flex-1">
              <CardLink kind="deal" id={deal.id} className="block truncate font-medium">
                {deal.name}
              </CardLink>
              <span className="block truncate text-small text-muted">{status?.name}</span>
            </span>
            <span className="tabular shrink-0">{formatMoney(deal.price)}</span>
          </div>
        );
      })}
      {deals.data?.length === 50 && <p className="text-small text-muted">{t('firstOnly')}</p>}
    </Block>
  );
}
