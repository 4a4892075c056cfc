import type { ComponentProps } from 'react';
import { cx } from './cx';

/** A cell. Numbers stand right in even digits; `pinned` keeps it in sight while the table scrolls sideways. */
export function TableCell({
  numeric = false,
  pinned = false,
  head = false,
  className,
  ...rest
}: ComponentProps<'td'> & { numeric?: boolean; pinned?: boolean; head?: boolean }) {
  const Tag = head ? 'th' : 'td';
  return (
    <Tag
      {...(head ? { scope: 'row' } : {})}
      {...rest}
      className={cx(
        'h-row max-w-[360px] truncate border-b border-line px-2 py-0 text-left font-normal first:pl-4 last:pr-4',
        numeric && 'tabular text-right whitespace-nowrap',
        head && 'font-medium',
        pinned && 'sticky left-0 z-[1]',
        className,
      )}
    />
  );
}
