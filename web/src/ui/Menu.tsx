import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement } from 'react';
import { MENU_POPUP, MenuItems } from './MenuItems';
import type { MenuItem } from './menuModel';

/**
 * A button that opens a menu. For a menu in every row or card use `openMenu` of AnchorMenu: one part for all of them.
 */
export function Menu({
  trigger,
  items,
  align = 'start',
  side = 'bottom',
  open,
  onOpenChange,
}: {
  /** A Button or IconButton. */
  trigger: ReactElement<Record<string, unknown>>;
  items: readonly MenuItem[];
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  return (
    <Base.Root {...(open === undefined ? {} : { open })} onOpenChange={onOpenChange} modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={4} collisionPadding={6} className="z-50 outline-none">
          <Base.Popup className={MENU_POPUP}>
            <MenuItems items={items} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
