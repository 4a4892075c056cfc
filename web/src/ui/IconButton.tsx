import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';
import { Spinner } from './Spinner';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  /** What it does: its name for a screen reader and its tooltip. */
  label: string;
  icon: ReactNode;
  /** The shortcut, shown in the tooltip: `mod+k`. */
  keys?: string | undefined;
  /** `small` is 24 px, for rows and chips; by touch both are 44 px. */
  size?: 'control' | 'small';
  /** A toggle that is on. */
  pressed?: boolean | undefined;
  loading?: boolean;
  reason?: string | undefined;
}

export function IconButton({
  label,
  icon,
  keys,
  size = 'control',
  pressed,
  loading = false,
  reason,
  className,
  onClick,
  ...rest
}: IconButtonProps) {
  const still = loading || rest.disabled || !!reason;
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      aria-pressed={pressed}
      aria-disabled={still || undefined}
      aria-busy={loading || undefined}
      data-tip={reason ?? label}
      data-tip-keys={reason ? undefined : keys}
      onClick={still ? (event) => event.preventDefault() : onClick}
      className={cx(
        'inline-grid shrink-0 select-none place-items-center rounded-control text-muted transition-colors duration-120 hover:bg-fg/6 hover:text-fg active:bg-fg/10 data-popup-open:bg-fg/8 data-popup-open:text-fg',
        'aria-pressed:bg-selected aria-pressed:text-accent',
        size === 'small' ? 'size-tap' : 'size-control',
        still && !loading && 'opacity-50',
        className,
      )}
    >
      {loading ? <Spinner /> : icon}
    </button>
  );
}
