import type { ReactNode } from 'react';
import { cx } from './cx';

/** A table in its own scroll area with a sticky head. For windows of thousands of rows set `rows` to the true count. */
export function Table({
  label,
  rows,
  className,
  children,
}: {
  label: string;
  rows?: number;
  className?: string;
  children: ReactNode;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
    <section aria-label={label} tabIndex={0} className={cx('overflow-auto focus-visible:-outline-offset-2', className)}>
      <table aria-label={label} aria-rowcount={rows} className="w-full border-separate border-spacing-0 bg-surface">
        {children}
      </table>
    </section>
  );
}
