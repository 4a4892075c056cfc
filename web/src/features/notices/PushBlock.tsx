import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import locale from './locale';
import { type PushState, pushState, turnOff, turnOn } from './push';

/** Pushes to this browser: on, off, or what stands in the way and what to press. */
export function PushBlock({ pushKey }: { pushKey: string }) {
  const t = useText(locale);
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const { data: state } = useQuery({ queryKey: ['push-state'], queryFn: pushState, staleTime: 0, retry: false });
  const run = async (act: () => Promise<PushState>) => {
    setBusy(true);
    await attempt(act());
    setBusy(false);
    void queries.invalidateQueries({ queryKey: ['push-state'] });
  };
  return (
    <Block title={t('pushTitle')} text={t('pushText')}>
      <div data-at="push" aria-live="polite">
        {state === 'off' && (
          <Button size="form" loading={busy} onClick={() => void run(() => turnOn(pushKey))}>
            {t('pushOn')}
          </Button>
        )}
        {state === 'on' && (
          <div className="flex flex-wrap items-center gap-3">
            <span className="text-ok">{t('pushIsOn')}</span>
            <Button size="form" variant="ghost" loading={busy} onClick={() => void run(turnOff)}>
              {t('pushOff')}
            </Button>
          </div>
        )}
        {state === 'blocked' && (
          <p>
            <span className="font-medium text-warn">{t('pushBlocked')}</span>
            <br />
            {t('pushBlockedText')}
          </p>
        )}
        {state === 'insecure' && <p className="text-muted">{t('pushInsecure')}</p>}
        {state === 'ios' && <p className="text-muted">{t('pushIos')}</p>}
        {state === 'none' && <p className="text-muted">{t('pushNone')}</p>}
      </div>
    </Block>
  );
}
