import type { ReactNode } from 'react';
import { cx } from './cx';

/** One key cap. */
export function Kbd({ children, inverse = false }: { children: ReactNode; inverse?: boolean }) {
  return (
    <kbd
      className={cx(
        'inline-grid h-[18px] min-w-[18px] place-items-center rounded-small px-1 font-sans text-caps',
        inverse ? 'bg-surface/18 text-surface' : 'border border-line bg-surface text-muted',
      )}
    >
      {children}
    </kbd>
  );
}
