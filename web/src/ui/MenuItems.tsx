import { Menu as Base } from '@base-ui/react/menu';
import { Check, ChevronRight } from 'lucide-react';
import { cx } from './cx';
import { Keys } from './Keys';
import type { MenuItem } from './menuModel';

const POPUP = 'float max-h-(--available-height) min-w-[176px] max-w-[320px] overflow-y-auto p-1';

/** The rows of a menu and its sub-menus. */
export function MenuItems({ items }: { items: readonly MenuItem[] }) {
  // Icons stand in one column: rows without one keep its place when any row has one.
  const column = items.some((i) => ('icon' in i && i.icon) || ('checked' in i && i.checked !== undefined));
  return items.map((item) => {
    switch (item.kind) {
      case 'separator':
        return <Base.Separator key={item.id} className="-mx-1 my-1 h-px bg-line" />;
      case 'group':
        return (
          <Base.Group key={item.id}>
            <Base.GroupLabel className="caps px-2 pt-1.5 pb-1">{item.label}</Base.GroupLabel>
            <MenuItems items={item.items} />
          </Base.Group>
        );
      case 'sub':
        return (
          <Base.SubmenuRoot key={item.id}>
            <Base.SubmenuTrigger className="item data-popup-open:bg-hover">
              {column && <Glyph>{item.icon}</Glyph>}
              <span className="min-w-0 flex-1 truncate">{item.label}</span>
              <ChevronRight aria-hidden="true" size={14} className="text-muted" />
            </Base.SubmenuTrigger>
            <Base.Portal>
              <Base.Positioner sideOffset={2} alignOffset={-5} collisionPadding={6} className="z-50 outline-none">
                <Base.Popup className={POPUP}>
                  <MenuItems items={item.items} />
                </Base.Popup>
              </Base.Positioner>
            </Base.Portal>
          </Base.SubmenuRoot>
        );
      case 'link':
        return (
          <Base.LinkItem
            key={item.id}
            href={item.href}
            {...(item.newTab ? { target: '_blank', rel: 'noreferrer' } : {})}
            className="item no-underline"
          >
            {column && <Glyph>{item.icon}</Glyph>}
            <span className="min-w-0 flex-1 truncate">{item.label}</span>
          </Base.LinkItem>
        );
      default:
        return (
          <Base.Item
            key={item.id}
            disabled={!!item.reason}
            onClick={item.onSelect}
            label={item.label}
            data-tip={item.reason}
            className={cx('item', item.danger && 'text-bad')}
          >
            {column && (
              <Glyph muted={!item.danger}>{item.checked ? <Check aria-hidden="true" size={14} /> : item.icon}</Glyph>
            )}
            <span className="min-w-0 flex-1 truncate">
              {item.label}
              {item.reason && <span className="sr-only">, {item.reason}</span>}
            </span>
            {item.keys && (
              // A phone has no keys to press.
              <span className="max-desk:hidden">
                <Keys keys={item.keys} />
              </span>
            )}
          </Base.Item>
        );
    }
  });
}

function Glyph({ children, muted = true }: { children: React.ReactNode; muted?: boolean }) {
  return (
    <span aria-hidden="true" className={cx('grid size-4 shrink-0 place-items-center', muted && 'text-muted')}>
      {children}
    </span>
  );
}

export const MENU_POPUP = POPUP;
