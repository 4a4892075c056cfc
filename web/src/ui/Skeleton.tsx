import { type CSSProperties, type ReactNode, useEffect, useState } from 'react';
import { cx } from './cx';

/** A grey bar in the place and size of what is coming. */
export function Skeleton({ className, style }: { className?: string; style?: CSSProperties }) {
  return (
    <span
      aria-hidden="true"
      style={style}
      className={cx('block animate-pulse rounded-small bg-fg/8', className ?? 'h-3 w-full')}
    />
  );
}

/** Shows its skeleton only after 150 ms: a quick answer never flickers. */
export function Late({ children, after = 150 }: { children: ReactNode; after?: number }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), after);
    return () => clearTimeout(timer);
  }, [after]);
  return shown ? children : null;
}
