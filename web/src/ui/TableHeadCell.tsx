import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '@/lib/i18n';
import { cx } from './cx';
import locale from './partLocale';

/** A column's head; with `onSort` it is pressed to sort. Sticky at the top, and at the left with `pinned`. */
export function TableHeadCell({
  children,
  name,
  align = 'left',
  sort,
  onSort,
  pinned = false,
  width,
}: {
  children?: ReactNode;
  /** The name when the head shows none (a column of boxes or menus), and in "sort by". */
  name?: string;
  align?: 'left' | 'right';
  sort?: 'asc' | 'desc' | undefined;
  onSort?: () => void;
  pinned?: boolean;
  width?: number;
}) {
  const t = useText(locale);
  const Arrow = sort === 'asc' ? ArrowUp : ArrowDown;
  return (
    <th
      scope="col"
      aria-sort={sort ? (sort === 'asc' ? 'ascending' : 'descending') : undefined}
      style={width === undefined ? undefined : { width, minWidth: width }}
      className={cx(
        'caps sticky top-0 z-10 h-8 border-b border-line bg-surface px-2 text-left whitespace-nowrap first:pl-4 last:pr-4',
        align === 'right' && 'text-right',
        pinned && 'left-0 z-20',
      )}
    >
      {onSort ? (
        <button
          type="button"
          onClick={onSort}
          aria-label={t('sort', { name: name ?? String(children) })}
          className={cx(
            'caps group/sort -mx-1 inline-flex min-h-tap items-center gap-1 rounded-small px-1 hover:text-fg',
            align === 'right' && 'flex-row-reverse',
            sort && 'text-fg',
          )}
        >
          {children}
          <Arrow aria-hidden="true" size={12} className={cx(!sort && 'opacity-0 group-hover/sort:opacity-60')} />
        </button>
      ) : children ? (
        children
      ) : (
        <span className="sr-only">{name}</span>
      )}
    </th>
  );
}
