import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { text, useText } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { can, getSession } from '@/lib/session';
import { BottomBar } from './BottomBar';
import locale from './locale';
import { NAV } from './nav';
import { makeNew, NEW_CARDS } from './newCards';
import { onOpenPalette, openPalette } from './palette';
import { Rail } from './Rail';
import { useSessionLife } from './useSessionLife';

const loadPalette = () =>
  Promise.all([import('./PaletteDialog'), import('./paletteActions')]).then(([dialog, actions]) => {
    actions.addPaletteActions();
    return dialog;
  });
const PaletteDialog = lazy(() => loadPalette().then((m) => ({ default: m.PaletteDialog })));
const NoticeBars = lazy(() => import('./NoticeBars').then((m) => ({ default: m.NoticeBars })));
const HelpDialog = lazy(() => import('./HelpDialog').then((m) => ({ default: m.HelpDialog })));

const groupCreate = () => text(locale, 'groupCreate');
const groupGo = () => text(locale, 'groupGo');
const groupGeneral = () => text(locale, 'groupGeneral');

/** The frame: rail or bottom bar, notices, the page; palette and help over it. */
export function AppShell() {
  const t = useText(locale);
  const navigate = useNavigate();
  const [palette, setPalette] = useState<string | null>(null);
  const [help, setHelp] = useState(false);
  useSessionLife();
  useEffect(() => onOpenPalette(setPalette), []);
  // Whoever types at once after Ctrl K must not lose letters to a chunk on its way.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 1500);
    return () => clearTimeout(timer);
  }, []);
  useShortcuts([
    { keys: 'mod+k', scope: '*', label: () => text(locale, 'palette'), group: groupGeneral, run: () => openPalette() },
    { keys: '?', label: () => text(locale, 'help'), group: groupGeneral, run: () => setHelp(true) },
    ...NEW_CARDS.map((card) => ({
      keys: card.keys,
      label: card.label,
      group: groupCreate,
      when: () => can(getSession(), `${card.kind}.create`),
      run: (event: KeyboardEvent) => {
        event.preventDefault();
        void makeNew(card, navigate);
      },
    })),
    ...NAV.filter((item) => item.keys).map((item) => ({
      keys: item.keys as string,
      label: item.label,
      group: groupGo,
      when: () => item.right(getSession()),
      run: () => void navigate({ href: item.to }),
    })),
  ]);
  return (
    <div className="flex h-[var(--page,100dvh)] flex-col">
      <a
        href="#page"
        className="absolute top-2 left-2 z-50 -translate-y-16 rounded-control bg-fill px-3 py-2 font-medium text-on-fill focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <Suspense>
        <NoticeBars />
      </Suspense>
      <div className="flex min-h-0 flex-1 max-desk:flex-col">
        <Rail onHelp={() => setHelp(true)} />
        <main id="page" tabIndex={-1} className="min-h-0 min-w-0 flex-1 outline-none">
          <Outlet />
        </main>
        <BottomBar onHelp={() => setHelp(true)} />
      </div>
      <Suspense fallback={null}>
        {palette !== null && <PaletteDialog typed={palette} onClose={() => setPalette(null)} />}
        {help && <HelpDialog onClose={() => setHelp(false)} />}
      </Suspense>
    </div>
  );
}
