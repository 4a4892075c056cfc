import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronRight, Plus } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { Badge } from '@/ui/Badge';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { webhooks } from './api';
import locale from './locale';
import { WebhookPage } from './WebhookPage';
import { WebhookSheet } from './WebhookSheet';
import { patternsName } from './words';

/** The addresses that are told of events. */
export function WebhooksSection() {
  const t = useText(locale);
  const navigate = useNavigate();
  const { id } = useSearch({ strict: false }) as { id?: number };
  const list = useQuery(webhooks);
  const [making, setMaking] = useState(false);
  const open = (next?: number) =>
    void navigate({ to: '/settings/$section', params: { section: 'webhooks' }, search: next ? { id: next } : {} });
  if (list.isError) return <ErrorState compact error={list.error} onRetry={() => list.refetch()} />;
  const all = list.data ?? [];
  const chosen = all.find((w) => w.id === id);
  if (chosen) return <WebhookPage key={chosen.id} webhook={chosen} onClose={() => open()} />;
  return (
    <Block
      text={t('lead')}
      actions={
        <Button variant="primary" icon={<Plus aria-hidden="true" size={16} />} onClick={() => setMaking(true)}>
          {t('newWebhook')}
        </Button>
      }
    >
      {list.data && all.length === 0 ? (
        <EmptyState compact title={t('empty')} text={t('emptyText')} />
      ) : (
        <ul aria-label={t('webhooks')} className="overflow-hidden rounded-control border border-line bg-surface">
          {all.map((w) => (
            <li
              key={w.id}
              className="relative flex items-center gap-3 border-b border-line px-3 py-2.5 last:border-b-0 hover:bg-hover"
            >
              <div className="min-w-0 flex-1">
                <div className="flex items-center gap-2">
                  <button
                    type="button"
                    onClick={() => open(w.id)}
                    className="min-h-tap min-w-0 truncate rounded-small text-left font-medium after:absolute after:inset-0"
                  >
                    {w.name || w.url}
                  </button>
                  {!w.is_on && !w.paused_because && <Badge>{t('off')}</Badge>}
                  {w.paused_because && <Badge tone="bad">{t('paused')}</Badge>}
                  {w.is_on && w.failing_since && <Badge tone="bad">{t('failing')}</Badge>}
                </div>
                <div className="truncate text-small text-muted">
                  {w.name ? `${w.url} · ` : ''}
                  {patternsName(w.kinds)}
                </div>
              </div>
              <ChevronRight aria-hidden="true" size={16} className="text-muted" />
            </li>
          ))}
        </ul>
      )}
      {making && <WebhookSheet webhook={null} onClose={() => setMaking(false)} />}
    </Block>
  );
}
