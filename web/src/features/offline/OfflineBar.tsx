import { CloudOff, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { useLostAt } from '@/lib/reach';
import { Button } from '@/ui/Button';
import { later } from '@/ui/later';
import locale from './locale';
import { cardOfAddress } from './model';
import { useOffline } from './state';

const UnsentDialog = later(() => import('./UnsentDialog').then((m) => m.UnsentDialog));

/** Over the whole width: that there is no connection, of when what is shown is, and what was not sent. */
export function OfflineBar({ address }: { address: { pathname: string; search: string } }) {
  const t = useText(locale);
  const lostAt = useLostAt();
  const { writes, shown } = useOffline();
  const [open, setOpen] = useState(false);
  const waiting = writes.filter((write) => write.state === 'waiting').length;
  const trouble = writes.length - waiting;
  const at = shown[cardOfAddress(address.pathname, address.search)] ?? lostAt;
  return (
    <>
      {(lostAt > 0 || writes.length > 0) && (
        <div
          className={`flex min-h-[36px] flex-wrap items-center gap-x-3 border-b border-line px-4 ${lostAt || trouble ? 'bg-warn-soft text-warn' : 'bg-selected'}`}
        >
          {lostAt > 0 && (
            <span className="flex items-center gap-2 py-1.5">
              <CloudOff aria-hidden="true" size={16} className="shrink-0" />
              <span>
                {t('offline')}, {t('asOf', { when: formatWhen(Math.floor(at / 1000), { time: true }) })}
              </span>
            </span>
          )}
          {waiting > 0 && <span>{t(lostAt ? 'waiting' : 'sending', { n: waiting })}</span>}
          {trouble > 0 && (
            <span className="flex items-center gap-2">
              <TriangleAlert aria-hidden="true" size={16} className="shrink-0" />
              {t('trouble', { n: trouble })}
            </span>
          )}
          {writes.length > 0 && (
            <Button variant="ghost" className="-ml-2 text-accent" onClick={() => setOpen(true)}>
              {t('show')}
            </Button>
          )}
        </div>
      )}
      {open && <UnsentDialog onClose={() => setOpen(false)} />}
    </>
  );
}
