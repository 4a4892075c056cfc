import { cloneElement, type MouseEvent, type ReactElement, type ReactNode, useState } from 'react';
import { later } from './later';

const PopoverPanel = later(() => import('./PopoverPanel').then((m) => m.PopoverPanel));

/** A small panel at a button: an editor, a filter, a few details. */
export function Popover({
  trigger,
  title,
  open,
  onOpenChange,
  children,
  ...panel
}: {
  /** A button; it passes its attributes and ref on. */
  trigger: ReactElement<Record<string, unknown>>;
  /** Names it for a screen reader; drawn only by the content itself. */
  title: string;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  align?: 'start' | 'center' | 'end';
  side?: 'top' | 'bottom' | 'left' | 'right';
  className?: string;
  children: ReactNode;
}) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [own, setOwn] = useState(false);
  const [used, setUsed] = useState(false);
  const shown = open ?? own;
  if (shown && !used) setUsed(true);
  function change(next: boolean) {
    setOwn(next);
    onOpenChange?.(next);
  }
  return (
    <>
      {cloneElement(trigger, {
        ref: setAnchor,
        'aria-haspopup': 'dialog',
        'aria-expanded': shown,
        'data-popup-open': shown || undefined,
        onPointerEnter: PopoverPanel.preload,
        onFocus: PopoverPanel.preload,
        onClick: (event: MouseEvent) => {
          (trigger.props.onClick as ((event: MouseEvent) => void) | undefined)?.(event);
          change(!shown);
        },
      })}
      {used && (
        <PopoverPanel {...panel} anchor={anchor} title={title} open={shown} onOpenChange={change}>
          {children}
        </PopoverPanel>
      )}
    </>
  );
}
