import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import locale from './locale';
import { useNewVersion, useOnline } from './status';

/** Bars over the whole width: no connection, a newer client on the server. */
export function NoticeBars() {
  const t = useText(locale);
  const online = useOnline();
  const newer = useNewVersion();
  return (
    <div role="status" className="contents">
      {!online && <div className="border-b border-line bg-warn-soft px-4 py-1.5 text-warn">{t('offlineBar')}</div>}
      {newer && (
        <div className="flex items-center gap-3 border-b border-line bg-selected px-4 py-1">
          {t('newVersion')}
          <Button variant="ghost" className="text-accent" onClick={() => window.location.reload()}>
            {t('reload')}
          </Button>
        </div>
      )}
    </div>
  );
}
