import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useText } from '@/lib/i18n';
import { cx } from './cx';
import { firstField } from './firstField';
import { IconButton } from './IconButton';
import { LayerScope } from './LayerScope';
import locale from './locale';

export interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  /** Buttons at the foot, the main one last. */
  footer?: ReactNode;
  /** 400, 560 or 800 px; a phone always gives its whole width. */
  size?: 'small' | 'medium' | 'large';
  initialFocus?: RefObject<HTMLElement | null>;
  /** Scope of shortcuts inside (lib/keys). */
  scope?: string;
  children?: ReactNode;
}

const WIDTH = { small: 'desk:w-[400px]', medium: 'desk:w-[560px]', large: 'desk:w-[800px]' };

/** A short task that needs a whole answer before going on. Prefer editing in place, a Popover or a Sheet. */
export function Dialog({
  open,
  onClose,
  title,
  description,
  footer,
  size = 'medium',
  initialFocus,
  scope,
  children,
}: DialogProps) {
  const t = useText(locale);
  const layer = useRef<HTMLDivElement>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Viewport className="fixed inset-0 z-40 flex items-end justify-center desk:items-start desk:pt-[12vh]">
          <Base.Popup
            ref={layer}
            initialFocus={initialFocus ?? (() => firstField(layer.current))}
            className={cx(
              'flex max-h-[92dvh] w-full flex-col rounded-t-sheet border border-line bg-raised text-fg shadow-float outline-none transition-[opacity,transform] duration-150 data-ending-style:translate-y-2 data-ending-style:opacity-0 data-starting-style:translate-y-2 data-starting-style:opacity-0 desk:max-h-[76vh] desk:max-w-[calc(100vw-32px)] desk:rounded-sheet',
              WIDTH[size],
            )}
          >
            <LayerScope name={scope} />
            <header className="flex items-start gap-3 px-4 pt-3 pb-2">
              <div className="min-w-0 flex-1 py-1">
                <Base.Title className="text-title font-semibold">{title}</Base.Title>
                {description && <Base.Description className="mt-0.5 text-muted">{description}</Base.Description>}
              </div>
              <IconButton
                label={t('close')}
                icon={<X aria-hidden="true" size={16} />}
                onClick={onClose}
                className="-mr-1.5"
              />
            </header>
            {children && <div className="min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-4">{children}</div>}
            {footer && (
              <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3 pb-[max(12px,env(safe-area-inset-bottom))]">
                {footer}
              </footer>
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
