import type { ReactNode } from 'react';

/** A part of the panel with a name and what can be added to it. */
export function Block({
  title,
  count,
  action,
  children,
}: {
  title: string;
  count?: number | undefined;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="border-t border-line px-4 py-2">
      <div className="flex min-h-control items-center gap-2">
        <h2 className="text-small font-semibold">{title}</h2>
        {count !== undefined && <span className="tabular text-small text-muted">{count}</span>}
        <span className="ml-auto">{action}</span>
      </div>
      {children}
    </section>
  );
}
