import { useLocation } from '@tanstack/react-router';
import { OfflineBar } from '@/features/offline';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import locale from './moreLocale';
import { takeNewVersion, useNewVersion } from './status';

/** Bars over the whole width: no connection, a newer client on the server. */
export function NoticeBars() {
  const t = useText(locale);
  const { pathname, searchStr } = useLocation();
  const newer = useNewVersion();
  return (
    <div role="status" className="contents">
      <OfflineBar address={{ pathname, search: searchStr }} />
      {newer && (
        <div className="flex items-center gap-3 border-b border-line bg-selected px-4 py-1">
          {t('newVersion')}
          <Button variant="ghost" className="text-accent" onClick={() => void takeNewVersion()}>
            {t('reload')}
          </Button>
        </div>
      )}
    </div>
  );
}
