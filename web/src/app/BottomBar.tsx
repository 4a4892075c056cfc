import { Link, useNavigate } from '@tanstack/react-router';
import { Ellipsis, Search } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useLang, useText } from '@/lib/i18n';
import { useSession } from '@/lib/session';
import { openMenu } from '@/ui/openMenu';
import locale from './locale';
import { NavBadge } from './NavBadge';
import { NAV } from './nav';
import { openPalette } from './palette';

const BellCount = lazy(() => import('@/features/notices/Bell').then((m) => ({ default: m.BellCount })));

const CELL =
  'relative flex min-h-[52px] flex-1 flex-col items-center justify-center gap-0.5 text-[11px] leading-4 font-medium text-muted no-underline select-none focus-visible:-outline-offset-2';

/** The sections of a phone, under 720 px: the main ones, search, and the rest in a menu. */
export function BottomBar({ onHelp }: { onHelp: () => void }) {
  const t = useText(locale);
  useLang();
  const who = useSession();
  const navigate = useNavigate();
  const items = NAV.filter((item) => item.right(who));
  return (
    <nav
      aria-label={t('mainNav')}
      className="flex shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] desk:hidden"
    >
      {items
        .filter((item) => item.phone)
        .map((item) => (
          <Link key={item.id} to={item.to as '/'} activeProps={{ className: 'text-accent!' }} className={CELL}>
            <item.icon aria-hidden="true" size={20} />
            {item.label()}
            {item.useBadge && (
              <span className="absolute top-1 left-[calc(50%+6px)]">
                <NavBadge use={item.useBadge} corner={false} />
              </span>
            )}
          </Link>
        ))}
      <button type="button" onClick={() => openPalette()} className={CELL}>
        <Search aria-hidden="true" size={20} />
        {t('search')}
      </button>
      <button
        type="button"
        aria-haspopup="menu"
        className={CELL}
        onClick={async (event) => {
          const anchor = event.currentTarget;
          const { moreMenu } = await import('./moreMenu');
          openMenu({ anchor, align: 'end', items: moreMenu(items, onHelp, navigate) });
        }}
      >
        <Ellipsis aria-hidden="true" size={20} />
        {t('more')}
        <span className="absolute top-1 left-[calc(50%+6px)]">
          <Suspense>
            <BellCount />
          </Suspense>
        </span>
      </button>
    </nav>
  );
}
