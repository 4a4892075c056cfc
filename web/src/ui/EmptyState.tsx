import type { ReactNode } from 'react';
import { cx } from './cx';

/** Why it is empty, in one sentence, and the one thing to do about it. "No match" offers to clear the filter instead. */
export function EmptyState({
  title,
  text,
  icon,
  action,
  compact = false,
}: {
  title: string;
  text?: ReactNode;
  /** One small drawing in line style, 24 px. */
  icon?: ReactNode;
  /** One Button. */
  action?: ReactNode;
  /** For a column or a widget. */
  compact?: boolean;
}) {
  return (
    <div
      className={cx(
        'flex flex-col items-start',
        compact ? 'gap-2 p-3' : 'mx-auto max-w-[400px] gap-3 px-4 pt-[16vh] pb-8',
      )}
    >
      {icon && (
        <span aria-hidden="true" className="text-muted">
          {icon}
        </span>
      )}
      <div>
        <p className={compact ? 'font-medium' : 'text-title font-semibold'}>{title}</p>
        {text && <div className="mt-1 text-muted">{text}</div>}
      </div>
      {action}
    </div>
  );
}
