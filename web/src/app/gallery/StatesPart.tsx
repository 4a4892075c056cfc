import { Handshake } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { Skeleton } from '@/ui/Skeleton';
import locale from './locale';
import { Part } from './Part';

const BOX = 'min-h-[132px] rounded-control border border-line bg-surface';

export function StatesPart() {
  const t = useText(locale);
  return (
    <Part title={t('states')}>
      <div className="grid grid-cols-1 gap-3 desk:grid-cols-2">
        <div className={BOX}>
          <EmptyState
            compact
            icon={<Handshake size={20} />}
            title={t('emptyTitle')}
            text={t('emptyText')}
            action={<Button variant="primary">{t('newDeal')}</Button>}
          />
        </div>
        <div className={BOX}>
          <ErrorState compact error={{ message: t('errorText'), requestId: '7f3a-91' }} onRetry={() => undefined} />
        </div>
        <div className={BOX}>
          <ForbiddenState compact right={t('right')} />
        </div>
        <div role="img" aria-label={t('loading')} className={`${BOX} flex flex-col gap-3 p-3`}>
          <Skeleton className="h-3 w-2/3" />
          <Skeleton className="h-3 w-1/2" />
          <Skeleton className="h-3 w-5/6" />
          <Skeleton className="h-3 w-1/3" />
        </div>
      </div>
    </Part>
  );
}
