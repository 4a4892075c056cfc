import type { ReactNode } from 'react';
import { cx } from './cx';

const TONE = {
  plain: 'bg-sunken text-muted',
  accent: 'bg-fill text-on-fill',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
};

/** A count or a one-word state. `label` says it in full for a screen reader: "3 unread". */
export function Badge({
  children,
  tone = 'plain',
  label,
}: {
  children: ReactNode;
  tone?: keyof typeof TONE;
  label?: string;
}) {
  return (
    <span
      className={cx(
        'tabular inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-full px-1.5 text-caps font-semibold whitespace-nowrap',
        TONE[tone],
      )}
    >
      {label ? (
        <>
          <span aria-hidden="true">{children}</span>
          <span className="sr-only">{label}</span>
        </>
      ) : (
        children
      )}
    </span>
  );
}
