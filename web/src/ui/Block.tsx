import { type ReactNode, useId } from 'react';
import { cx } from './cx';

/** A titled part of a long page: what it is about, its actions, its content. Lines part it from the next one. */
export function Block({
  title,
  text,
  actions,
  at,
  className,
  children,
}: {
  title?: string;
  text?: ReactNode;
  actions?: ReactNode;
  /** The mark a search leads to. */
  at?: string;
  className?: string;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <section
      data-at={at}
      {...(title ? { 'aria-labelledby': id } : {})}
      className={cx('flex flex-col gap-3 [&+&]:mt-6 [&+&]:border-t [&+&]:border-line [&+&]:pt-5', className)}
    >
      {(title || text || actions) && (
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
          <div className="min-w-0 max-w-[640px] flex-1 basis-[280px]">
            {title && (
              <h2 id={id} className="text-title font-semibold">
                {title}
              </h2>
            )}
            {text && <div className={cx('text-muted', title && 'mt-0.5')}>{text}</div>}
          </div>
          {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
