import { formatDuration, formatFull, formatNumber, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Badge } from '@/ui/Badge';
import { Button } from '@/ui/Button';
import type { Delivery } from './api';
import locale from './locale';
import { pretty } from './model';
import { eventName } from './words';

const TONE = { delivered: 'ok', waiting: 'plain', dead: 'bad', cancelled: 'plain' } as const;

/** One delivery: opened, it shows the answer or the error. */
export function DeliveryRow({ delivery: d, onReplay }: { delivery: Delivery; onReplay: () => void }) {
  const t = useText(locale);
  const now = Date.now() / 1000;
  return (
    <li className="border-b border-line last:border-b-0">
      <details>
        <summary className="flex min-h-row flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 hover:bg-hover focus-visible:-outline-offset-2">
          <span className="tabular w-[104px] shrink-0 text-muted" data-tip={formatFull(d.created_at)}>
            {formatWhen(d.created_at, { time: true })}
          </span>
          <Badge tone={TONE[d.state]}>{t(`state_${d.state}`)}</Badge>
          <span className="min-w-0 flex-1 basis-[180px] truncate">
            {eventName(d.event_kind)}
            {d.entity && <span className="tabular text-muted"> #{d.entity.id}</span>}
          </span>
          <span className="tabular text-small text-muted">
            {d.status_code > 0 && `HTTP ${d.status_code} · `}
            {t('attempt', { n: d.attempt })}
            {d.state === 'waiting' &&
              d.next_at !== null &&
              d.next_at > now &&
              ` · ${t('nextIn', { time: formatDuration(d.next_at - now) })}`}
          </span>
        </summary>
        <div className="flex flex-col gap-2 px-3 pt-1 pb-3">
          {d.error && <p className="text-bad">{d.error}</p>}
          {d.response && (
            <div>
              <div className="text-small text-muted">{t('response', { ms: formatNumber(d.duration_ms) })}</div>
              <pre
                // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
                tabIndex={0}
                className="max-h-[240px] overflow-auto rounded-control bg-sunken p-2 font-mono text-small whitespace-pre-wrap break-all"
              >
                {pretty(d.response)}
              </pre>
            </div>
          )}
          {!d.error && !d.response && (
            <p className="text-muted">{t(d.state === 'waiting' ? 'notYet' : 'emptyAnswer')}</p>
          )}
          {d.replay_of !== null && <p className="text-small text-muted">{t('replayOf', { id: d.replay_of })}</p>}
          {d.state !== 'waiting' && (
            <Button className="self-start" onClick={onReplay}>
              {t('replay')}
            </Button>
          )}
        </div>
      </details>
    </li>
  );
}
