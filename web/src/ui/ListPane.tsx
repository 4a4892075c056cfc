import type { ReactNode } from 'react';

/** A list on the left of a page and what is chosen on its right. On a phone one of the two is shown. */
export function ListPane({
  label,
  head,
  list,
  children,
  width = 260,
  chosen = true,
}: {
  /** Names the list for a screen reader. */
  label: string;
  /** Above the list: a search field, a button. */
  head?: ReactNode;
  list: ReactNode;
  children: ReactNode;
  width?: number;
  /** Whether something is chosen: a phone then shows it instead of the list. */
  chosen?: boolean;
}) {
  return (
    <div className="flex h-full min-h-0">
      <aside
        aria-label={label}
        style={{ '--pane': `${width}px` } as React.CSSProperties}
        className={`min-h-0 w-full flex-col border-r border-line bg-surface desk:flex desk:w-(--pane) desk:shrink-0 ${chosen ? 'max-desk:hidden' : 'flex'}`}
      >
        {head && <div className="shrink-0 border-b border-line p-2">{head}</div>}
        <div className="min-h-0 flex-1 overflow-y-auto p-2">{list}</div>
      </aside>
      <div className={`min-h-0 min-w-0 flex-1 overflow-y-auto ${chosen ? '' : 'max-desk:hidden'}`}>{children}</div>
    </div>
  );
}
