import { PanelLeftClose, PanelLeftOpen, Search } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useLang, useText } from '@/lib/i18n';
import { useSession } from '@/lib/session';
import { cx } from '@/ui/cx';
import locale from './locale';
import { NAV } from './nav';
import { openPalette } from './palette';
import { RailButton } from './RailButton';
import { RailLink } from './RailLink';
import { RAIL_ITEM } from './railItem';
import { UserButton } from './UserButton';

const Bell = lazy(() => import('@/features/notices/Bell').then((m) => ({ default: m.Bell })));

const PINNED = 'voronka.rail';

function kept(): boolean {
  try {
    return localStorage.getItem(PINNED) === 'pinned';
  } catch {
    return false;
  }
}

/** The bar on the left: 52 px of icons, 208 px with words when pinned. A phone has the BottomBar instead. */
export function Rail({ onHelp }: { onHelp: () => void }) {
  const t = useText(locale);
  useLang();
  const who = useSession();
  const [pinned, setPinned] = useState(kept);
  const items = NAV.filter((item) => item.right(who));
  const pin = () => {
    setPinned(!pinned);
    try {
      localStorage.setItem(PINNED, pinned ? '' : 'pinned');
    } catch {
      // Pinned for this visit.
    }
  };
  return (
    <div
      className={cx(
        'flex shrink-0 flex-col border-r border-line bg-surface py-2 max-desk:hidden',
        pinned ? 'w-[208px]' : 'w-[52px]',
      )}
    >
      <nav aria-label={t('mainNav')} className="flex min-h-0 flex-1 flex-col gap-0.5 overflow-y-auto px-2 pt-0.5">
        <RailButton icon={Search} label={t('search')} keys="mod+k" wide={pinned} onClick={() => openPalette()} />
        <Suspense fallback={<span className={RAIL_ITEM} />}>
          <Bell className={RAIL_ITEM} wide={pinned} />
        </Suspense>
        <div className="mx-1 my-1 h-px shrink-0 bg-line" />
        {items
          .filter((item) => !item.foot)
          .map((item) => (
            <RailLink key={item.id} item={item} wide={pinned} />
          ))}
        <div className="flex-1" />
        {items
          .filter((item) => item.foot)
          .map((item) => (
            <RailLink key={item.id} item={item} wide={pinned} />
          ))}
      </nav>
      <div className="flex flex-col gap-0.5 px-2 pt-0.5">
        <RailButton
          icon={pinned ? PanelLeftClose : PanelLeftOpen}
          label={pinned ? t('unpinRail') : t('pinRail')}
          wide={pinned}
          onClick={pin}
        />
        <UserButton wide={pinned} onHelp={onHelp} />
      </div>
    </div>
  );
}
