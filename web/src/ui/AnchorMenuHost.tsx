import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react';
import { currentMenu, subscribeMenu } from './openMenu';

const load = () => import('./AnchorMenu').then((m) => ({ default: m.AnchorMenu }));
const AnchorMenu = lazy(load);

/** Keeps the menu's code out of the first load: fetches it when the page is idle, draws it when a menu is asked for. */
export function AnchorMenuHost() {
  const asked = useSyncExternalStore(subscribeMenu, currentMenu) !== null;
  useEffect(() => {
    const idle = window.requestIdleCallback ?? ((fn: () => void) => setTimeout(fn, 1500));
    idle(() => void load());
  }, []);
  return asked ? (
    <Suspense fallback={null}>
      <AnchorMenu />
    </Suspense>
  ) : null;
}
