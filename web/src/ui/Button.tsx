import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';
import { Spinner } from './Spinner';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: 'primary' | 'secondary' | 'ghost' | 'danger';
  /** 28 px in toolbars, 32 px in forms; both are 44 px by touch. */
  size?: 'control' | 'form';
  icon?: ReactNode;
  /** Waits for an answer: keeps its width, takes no second press. */
  loading?: boolean;
  disabled?: boolean;
  /** Why it cannot be pressed. The button stays reachable and says so in its tooltip. */
  reason?: string | undefined;
}

const LOOK = {
  primary: 'bg-fill text-on-fill hover:bg-fill-hover active:bg-fill-hover',
  secondary: 'bg-surface text-fg border border-control/60 hover:bg-hover active:bg-sunken',
  ghost: 'text-fg hover:bg-fg/6 active:bg-fg/10 data-popup-open:bg-fg/8',
  danger: 'bg-bad-fill text-on-fill hover:bg-bad-fill-hover active:bg-bad-fill-hover',
};

export function Button({
  variant = 'secondary',
  size = 'control',
  icon,
  loading = false,
  disabled = false,
  reason,
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  const still = loading || disabled || !!reason;
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled && !reason}
      aria-disabled={still || undefined}
      aria-busy={loading || undefined}
      data-tip={reason ?? (rest as { 'data-tip'?: string })['data-tip']}
      onClick={still ? (event) => event.preventDefault() : onClick}
      className={cx(
        'relative inline-flex min-w-control shrink-0 select-none items-center justify-center gap-1.5 rounded-control px-2.5 text-body font-medium whitespace-nowrap transition-colors duration-120',
        size === 'form' ? 'min-h-form' : 'min-h-control',
        LOOK[variant],
        (disabled || reason) && 'pointer-events-auto opacity-50 saturate-50',
        className,
      )}
    >
      {loading && (
        <span className="absolute inset-0 grid place-items-center">
          <Spinner />
        </span>
      )}
      <span className={cx('inline-flex items-center gap-1.5', loading && 'opacity-0')}>
        {icon}
        {children}
      </span>
    </button>
  );
}
