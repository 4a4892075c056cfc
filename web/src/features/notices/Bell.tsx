import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Bell as BellIcon } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useText } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { unread } from './api';
import locale from './locale';
import { onOpenNotices, openNotices } from './open';
import { startWorker } from './worker';

const Panel = lazy(() => import('./NoticePanel').then((m) => ({ default: m.NoticePanel })));

/** The bell in the rail with the number of what is unread; it hosts the panel for the phone, too. */
export function Bell({ className, wide }: { className: string; wide: boolean }) {
  const t = useText(locale);
  const { data: n = 0 } = useQuery(unread);
  const [open, setOpen] = useState(false);
  useEffect(() => onOpenNotices(() => setOpen(true)), []);
  const navigate = useNavigate();
  useEffect(() => startWorker((href) => void navigate({ href })), [navigate]);
  useShortcuts([{ keys: 'g n', label: () => t('notices'), run: openNotices }]);
  useEffect(() => {
    const nav = navigator as Navigator & { setAppBadge?: (n: number) => Promise<void> };
    nav.setAppBadge?.(n).catch(() => undefined);
  }, [n]);
  const label = n > 0 ? `${t('notices')}: ${t('unreadCount', { n })}` : t('notices');
  return (
    <>
      <button
        type="button"
        aria-label={label}
        aria-haspopup="dialog"
        data-tip={wide ? undefined : t('notices')}
        data-tip-keys="g n"
        data-tip-side="right"
        className={className}
        onClick={openNotices}
      >
        <BellIcon aria-hidden="true" size={18} />
        {wide && <span className="min-w-0 flex-1 truncate text-left">{t('notices')}</span>}
        <Count n={n} corner={!wide} />
      </button>
      <Suspense fallback={null}>{open && <Panel onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}

/** The number alone, for the phone's bar. */
export function BellCount() {
  const { data: n = 0 } = useQuery(unread);
  return <Count n={n} corner={false} />;
}

function Count({ n, corner }: { n: number; corner: boolean }) {
  if (n === 0) return null;
  const place = corner ? 'absolute top-0.5 right-0 shadow-[0_0_0_2px_var(--surface)]' : '';
  return (
    <span
      aria-hidden="true"
      data-unread={n}
      className={`tabular grid h-4 min-w-4 place-items-center rounded-full bg-fill px-1 text-[10px] leading-none font-semibold text-on-fill ${place}`}
    >
      {n > 99 ? '99+' : n}
    </span>
  );
}
