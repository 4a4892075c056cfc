import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Monitor, Smartphone } from 'lucide-react';
import { formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Badge } from '@/ui/Badge';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import { endSession, type Session, sessions } from './api';
import locale from './locale';
import { browserName, isPhone } from './model';

/** Where I am signed in; any other browser can be signed out. */
export function SessionList() {
  const t = useText(locale);
  const queries = useQueryClient();
  const list = useQuery(sessions);
  const others = (list.data ?? []).filter((s) => !s.is_current);

  async function end(gone: readonly Session[], said: string) {
    const left = (list.data ?? []).filter((s) => !gone.includes(s));
    queries.setQueryData(sessions.queryKey, left);
    await attempt(Promise.all(gone.map((s) => endSession(s.id))), { said });
    await queries.invalidateQueries({ queryKey: sessions.queryKey });
  }

  return (
    <Block
      title={t('sessions')}
      text={t('sessionsText')}
      at="sessions"
      actions={others.length > 1 && <Button onClick={() => void end(others, t('othersOut'))}>{t('endOthers')}</Button>}
    >
      {list.isError ? (
        <ErrorState compact error={list.error} onRetry={() => list.refetch()} />
      ) : (
        <ul className="overflow-hidden rounded-control border border-line bg-surface">
          {(list.data ?? []).map((s) => {
            const name = browserName(s.user_agent) || t('unknownBrowser');
            const Icon = isPhone(s.user_agent) ? Smartphone : Monitor;
            return (
              <li key={s.id} className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0">
                <Icon aria-hidden="true" size={18} className="text-muted" />
                <div className="min-w-0 flex-1">
                  <div className="flex items-center gap-2">
                    <span className="truncate font-medium">{name}</span>
                    {s.is_current && <Badge tone="ok">{t('thisOne')}</Badge>}
                  </div>
                  <div className="tabular truncate text-small text-muted">
                    <span data-tip={formatFull(s.last_seen_at)}>
                      {t('lastSeen', { when: formatWhen(s.last_seen_at, { time: true }) })}
                    </span>
                    {s.ip && ` · ${s.ip}`}
                  </div>
                </div>
                {!s.is_current && (
                  <Button aria-label={t('endNamed', { name })} onClick={() => void end([s], t('ended', { name }))}>
                    {t('end')}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Block>
  );
}
