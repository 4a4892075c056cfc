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
      {end && (
        // On a phone it stays in sight while the rest scrolls below it.
        <div className="ml-auto flex shrink-0 items-center gap-2 pl-2 max-desk:sticky max-desk:-right-4 max-desk:-my-1.5 max-desk:-mr-4 max-desk:bg-surface max-desk:py-1.5 max-desk:pr-4">
          {end}
        </div>
      )}
    </div>
  );
}
