import type { ReactNode } from 'react';
import { cx } from './cx';

/** A row of controls over a list or board; it scrolls sideways on a phone instead of breaking. */
export function Toolbar({
  label,
  className,
  children,
  end,
}: {
  label: string;
  className?: string;
  children: ReactNode;
  end?: ReactNode;
}) {
  return (
    <div
      role="toolbar"
      aria-label={label}
      className={cx(
        'flex min-h-[40px] shrink-0 items-center gap-2 overflow-x-auto border-b border-line bg-surface px-4 py-1.5',
        className,
      )}
    >
      {children}
      {end && <div className="ml-auto flex shrink-0 items-center gap-2 pl-2">{end}</div>}
    </div>
  );
}
