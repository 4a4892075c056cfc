import { formatNumber } from '@/lib/format';
import { cx } from '@/ui/cx';

/** The number beside a section's icon. `use` is a hook and is called on every draw. */
export function NavBadge({ use, corner }: { use: () => number; corner: boolean }) {
  const n = use();
  if (n === 0) return null;
  return (
    <span
      className={cx(
        'tabular grid h-4 min-w-4 place-items-center rounded-full bg-fill px-1 text-[10px] leading-none font-semibold text-on-fill',
        corner && 'absolute top-0.5 right-0 shadow-[0_0_0_2px_var(--surface)]',
      )}
    >
      {n > 99 ? '99+' : formatNumber(n)}
    </span>
  );
}
