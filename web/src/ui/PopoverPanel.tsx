import { Popover as Base } from '@base-ui/react/popover';
import { type ReactNode, useRef } from 'react';
import { cx } from './cx';

/** The panel of a Popover, which alone draws it: its code comes with the first one that is opened. */
export function PopoverPanel({
  anchor,
  title,
  open,
  onOpenChange,
  align = 'start',
  side = 'bottom',
  className,
  staysAway,
  children,
}: {
  anchor: HTMLElement | null;
  title: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  align?: 'start' | 'center' | 'end' | undefined;
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
  className?: string | undefined;
  /** Whether the focus has another place to go to than the button when the panel closes. */
  staysAway?: (() => boolean) | undefined;
  children: ReactNode;
}) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open={open}
      modal="trap-focus"
      onOpenChange={(next, details) => {
        // A press on the button closes by the button itself.
        if (details.reason === 'outside-press' && anchor?.contains(details.event.target as Node)) details.cancel();
        else onOpenChange(next);
      }}
    >
      <Base.Portal>
        <Base.Positioner
          anchor={anchor}
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={6}
          className="z-50 outline-none"
        >
          <Base.Popup
            ref={popup}
            initialFocus={(how) => {
              if (how === 'touch') return popup.current;
              return popup.current?.querySelector<HTMLElement>('[data-first] :is(input, button)') ?? undefined;
            }}
            finalFocus={() => (staysAway?.() ? false : anchor)}
            className={cx('float max-h-(--available-height) max-w-(--available-width) overflow-y-auto p-3', className)}
          >
            <Base.Title className="sr-only">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
