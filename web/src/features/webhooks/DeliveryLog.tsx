import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import { IconButton } from '@/ui/IconButton';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { type Delivery, deliveries, replay, type Webhook } from './api';
import { DeliveryRow } from './DeliveryRow';
import locale from './locale';

/** What was sent to one address, newest first, with what came back; anything finished can be sent again. */
export function DeliveryLog({ webhook }: { webhook: Webhook }) {
  const t = useText(locale);
  const queries = useQueryClient();
  const [state, setState] = useState<Delivery['state'] | 'all'>('all');
  const list = useInfiniteQuery(deliveries(webhook.id, state));
  const rows = list.data?.pages.flatMap((p) => p.items) ?? [];
  const again = (d: Delivery) =>
    attempt(
      replay(d.id).finally(() => queries.invalidateQueries({ queryKey: ['webhooks', 'deliveries', webhook.id] })),
      { said: t('replayed') },
    );
  return (
    <Block
      title={t('log')}
      at="deliveries"
      actions={
        <>
          <SegmentedControl
            label={t('show')}
            value={state}
            onChange={setState}
            segments={[
              { value: 'all', label: t('all') },
              { value: 'waiting', label: t('state_waiting') },
              { value: 'delivered', label: t('state_delivered') },
              { value: 'dead', label: t('state_dead') },
            ]}
          />
          <IconButton
            label={t('refresh')}
            icon={<RotateCw size={16} />}
            loading={list.isRefetching}
            onClick={() => void list.refetch()}
          />
        </>
      }
    >
      {list.isError && <ErrorState compact error={list.error} onRetry={() => list.refetch()} />}
      {list.data && rows.length === 0 && <p className="text-muted">{t(state === 'all' ? 'noDeliveries' : 'noSuch')}</p>}
      {rows.length > 0 && (
        <ul className="overflow-hidden rounded-control border border-line bg-surface">
          {rows.map((d) => (
            <DeliveryRow key={d.id} delivery={d} onReplay={() => void again(d)} />
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
