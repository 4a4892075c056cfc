import type { ComponentProps } from 'react';
import { cx } from './cx';

/** A row. `selected` tints it; its height follows the density. */
export function TableRow({ selected = false, className, ...rest }: ComponentProps<'tr'> & { selected?: boolean }) {
  return (
    <tr
      {...rest}
      aria-selected={selected || undefined}
      className={cx(
        'group/row [&>*]:bg-surface hover:[&>*]:bg-hover',
        selected && '[&>*]:bg-selected! hover:[&>*]:bg-selected!',
        className,
      )}
    />
  );
}
