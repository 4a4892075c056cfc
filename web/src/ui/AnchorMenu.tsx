import { Menu as Base } from '@base-ui/react/menu';
import { useSyncExternalStore } from 'react';
import { MENU_POPUP, MenuItems } from './MenuItems';
import { closeMenu, currentMenu, subscribeMenu } from './openMenu';

/** Draws the menu asked for with `openMenu`. UiRoot mounts it; nobody else does. */
export function AnchorMenu() {
  const request = useSyncExternalStore(subscribeMenu, currentMenu);
  if (!request) return null;
  const { anchor, at, align = 'start', items } = request;
  const spot = at && { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) };
  return (
    <Base.Root open onOpenChange={(open) => !open && closeMenu()} modal={false}>
      <Base.Portal>
        <Base.Positioner
          anchor={spot ?? anchor}
          align={align}
          sideOffset={4}
          collisionPadding={6}
          className="z-50 outline-none"
        >
          <Base.Popup className={MENU_POPUP} finalFocus={() => (anchor instanceof HTMLElement ? anchor : true)}>
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
