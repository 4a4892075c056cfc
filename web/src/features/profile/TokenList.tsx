import { useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Badge } from '@/ui/Badge';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/ErrorState';
import { revokeToken, type Token, tokens } from './api';
import locale from './locale';
import { TokenDialog } from './TokenDialog';

/** The tokens programs act with in my name. */
export function TokenList() {
  const t = useText(locale);
  const queries = useQueryClient();
  const list = useQuery(tokens);
  const [making, setMaking] = useState(false);
  const now = Date.now() / 1000;

  async function revoke(token: Token) {
    const yes = await confirm({
      title: t('revokeAsk', { name: token.name }),
      body: t('revokeText'),
      action: t('revoke'),
      danger: true,
    });
    if (!yes) return;
    queries.setQueryData(
      tokens.queryKey,
      (list.data ?? []).filter((x) => x.id !== token.id),
    );
    await attempt(revokeToken(token.id), { said: t('revoked', { name: token.name }) });
    await queries.invalidateQueries({ queryKey: tokens.queryKey });
  }

  return (
    <Block
      title={t('tokens')}
      text={
        <>
          {t('tokensText')}{' '}
          <a href="/api/v1/docs" target="_blank" rel="noreferrer" className="text-accent underline underline-offset-2">
            {t('apiDocs')}
          </a>
        </>
      }
      at="tokens"
      actions={
        <Button icon={<Plus aria-hidden="true" size={16} />} onClick={() => setMaking(true)}>
          {t('newToken')}
        </Button>
      }
    >
      {list.isError && <ErrorState compact error={list.error} onRetry={() => list.refetch()} />}
      {list.data?.length === 0 && <p className="text-muted">{t('noTokens')}</p>}
      {(list.data ?? []).length > 0 && (
        <ul className="overflow-hidden rounded-control border border-line bg-surface">
          {(list.data ?? []).map((x) => (
            <li key={x.id} className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0">
              <KeyRound aria-hidden="true" size={18} className="text-muted" />
              <div className="min-w-0 flex-1">
                <div className="flex items-center gap-2">
                  <span className="truncate font-medium">{x.name}</span>
                  {x.expires_at < now && <Badge tone="bad">{t('expired')}</Badge>}
                </div>
                <div className="tabular truncate text-small text-muted">
                  {x.used_at ? t('used', { when: formatWhen(x.used_at, { time: true }) }) : t('neverUsed')}
                  {' · '}
                  <span data-tip={formatFull(x.expires_at)}>{t('until', { when: formatWhen(x.expires_at) })}</span>
                </div>
              </div>
              <Button aria-label={`${t('revoke')}: ${x.name}`} onClick={() => void revoke(x)}>
                {t('revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {making && <TokenDialog onClose={() => setMaking(false)} />}
    </Block>
  );
}
