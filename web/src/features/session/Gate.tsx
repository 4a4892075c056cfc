import type { ReactNode } from 'react';
import { useText } from '@/lib/i18n';
import locale from './locale';

/** The page before one is inside: the product's mark, one narrow column, nothing else. */
export function Gate({
  title,
  lead,
  wide = false,
  children,
}: {
  title: string;
  lead?: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  const t = useText(locale);
  return (
    <main className="flex min-h-full flex-col items-center overflow-y-auto px-4 py-8 desk:justify-center">
      <div className={wide ? 'w-full max-w-[560px]' : 'w-full max-w-[360px]'}>
        <div className="mb-6 flex items-center gap-2.5">
          <Mark />
          <span className="text-name font-semibold">{t('product')}</span>
        </div>
        <div className="rounded-sheet border bg-surface p-5 desk:p-7">
          <h1 className="text-big font-semibold">{title}</h1>
          {lead && <div className="mt-1 text-muted">{lead}</div>}
          <div className="mt-5">{children}</div>
        </div>
      </div>
    </main>
  );
}

/** Three strips growing narrower: a funnel, and the columns of a board. */
function Mark() {
  return (
    <svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">
      <rect x="1" y="3" width="24" height="5" rx="2.5" fill="var(--fill)" />
      <rect x="5" y="10.5" width="16" height="5" rx="2.5" fill="var(--fill)" opacity="0.75" />
      <rect x="9" y="18" width="8" height="5" rx="2.5" fill="var(--fill)" opacity="0.5" />
    </svg>
  );
}
