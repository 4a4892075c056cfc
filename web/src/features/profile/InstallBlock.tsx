import { MonitorSmartphone, Share } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { install, useInstall } from './install';
import locale from './locale';

/** How to have Voronka as an app on this device: one press where the browser allows it, else the way through its menu. */
export function InstallBlock() {
  const t = useText(locale);
  const state = useInstall();
  return (
    <Block title={t('app')} text={t('appText')}>
      <div data-at="app">
        {state === 'offered' ? (
          <Button size="form" icon={<MonitorSmartphone aria-hidden="true" size={16} />} onClick={() => void install()}>
            {t('appInstall')}
          </Button>
        ) : (
          <p className="flex max-w-[560px] items-start gap-2 text-muted">
            {state === 'ios' ? (
              <Share aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
            ) : (
              <MonitorSmartphone aria-hidden="true" size={16} className="mt-0.5 shrink-0" />
            )}
            {t(`app_${state}`)}
          </p>
        )}
      </div>
    </Block>
  );
}
