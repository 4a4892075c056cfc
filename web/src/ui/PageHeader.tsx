import type { ReactNode } from 'react';

/** The 44 px head of a page: its title, what belongs beside it, and the main action on the right. */
export function PageHeader({
  title,
  before,
  meta,
  children,
}: {
  title: string;
  /** Before the title: a back button, a star. */
  before?: ReactNode;
  /** After it, quieter: a count, a sum. */
  meta?: ReactNode;
  /** Actions, the main one last. */
  children?: ReactNode;
}) {
  return (
    <header className="flex min-h-[44px] shrink-0 items-center gap-3 border-b border-line bg-surface px-4 max-desk:min-h-[52px]">
      {before}
      <h1 className="min-w-0 truncate text-title font-semibold">{title}</h1>
      {meta && <div className="tabular min-w-0 shrink truncate text-muted">{meta}</div>}
      <div className="ml-auto flex shrink-0 items-center gap-2">{children}</div>
    </header>
  );
}
