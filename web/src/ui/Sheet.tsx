import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useText } from '@/lib/i18n';
import { cx } from './cx';
import { firstField } from './firstField';
import { IconButton } from './IconButton';
import { LayerScope } from './LayerScope';
import locale from './locale';

export interface SheetProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** `card`: a record over its board, 1,100 px, the whole page under 1,280. `panel`: 420 px, from below on a phone. */
  width?: 'card' | 'panel';
  /** Draws its own head (a card does); the title is then only read out. */
  bare?: boolean;
  /** Beside the title. */
  actions?: ReactNode;
  footer?: ReactNode;
  /** `false` leaves the page below alive. */
  modal?: boolean;
  scope?: string;
  children: ReactNode;
}

/** A full-height sheet from the right. Esc returns to the same place and focus. */
export function Sheet({
  open,
  onClose,
  title,
  width = 'panel',
  bare = false,
  actions,
  footer,
  modal = true,
  scope,
  children,
}: SheetProps) {
  const t = useText(locale);
  const layer = useRef<HTMLDivElement>(null);
  const card = width === 'card';
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()} modal={modal}>
      <Base.Portal>
        {modal && (
          <Base.Backdrop className="fixed inset-0 z-30 bg-scrim transition-opacity duration-200 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        )}
        <Base.Popup
          ref={layer}
          initialFocus={() => (card ? layer.current : firstField(layer.current))}
          className={cx(
            'fixed z-30 flex flex-col border-line bg-raised text-fg shadow-sheet outline-none transition-transform duration-200 ease-out',
            card
              ? 'inset-y-0 right-0 max-h-[var(--page)] w-full wide:w-[1100px] wide:border-l data-ending-style:translate-x-full data-starting-style:translate-x-full'
              : 'inset-x-0 bottom-0 max-h-[88dvh] rounded-t-sheet border-t data-ending-style:max-desk:translate-y-full data-starting-style:max-desk:translate-y-full desk:inset-y-0 desk:right-0 desk:left-auto desk:max-h-none desk:w-[420px] desk:rounded-none desk:border-t-0 desk:border-l desk:data-ending-style:translate-x-full desk:data-starting-style:translate-x-full',
          )}
        >
          <LayerScope name={scope} />
          {bare ? (
            <Base.Title className="sr-only">{title}</Base.Title>
          ) : (
            <header className="flex min-h-[44px] shrink-0 items-center gap-2 border-b border-line px-4">
              <Base.Title className="min-w-0 flex-1 truncate text-title font-semibold">{title}</Base.Title>
              {actions}
              <IconButton
                label={t('close')}
                keys="escape"
                icon={<X aria-hidden="true" size={16} />}
                onClick={onClose}
                className="-mr-1.5"
              />
            </header>
          )}
          <div className={cx('min-h-0 flex-1', bare ? 'flex flex-col' : 'overflow-y-auto p-4')}>{children}</div>
          {footer && (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3 pb-[max(12px,env(safe-area-inset-bottom))]">
              {footer}
            </footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
