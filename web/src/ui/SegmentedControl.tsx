import { type ReactNode, useId } from 'react';
import { cx } from './cx';

export interface Segment<V extends string> {
  value: V;
  label: string;
  /** With an icon the label becomes a tooltip, unless `both`. */
  icon?: ReactNode;
}

/** Two to five views or modes, one of them chosen: board or list. Arrow keys choose. */
export function SegmentedControl<V extends string>({
  value,
  onChange,
  segments,
  label,
  both = false,
  className,
}: {
  value: V;
  onChange: (value: V) => void;
  segments: readonly Segment<V>[];
  /** What is chosen here, for a screen reader. */
  label: string;
  both?: boolean;
  className?: string;
}) {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cx('inline-flex min-h-control shrink-0 rounded-control bg-sunken p-0.5', className)}
    >
      {segments.map((s) => (
        <label
          key={s.value}
          data-tip={s.icon && !both ? s.label : undefined}
          className={cx(
            'relative inline-flex min-w-tap items-center justify-center gap-1.5 rounded-[5px] px-2 font-medium whitespace-nowrap text-muted transition-colors duration-120 select-none hover:text-fg',
            'has-checked:bg-raised has-checked:text-fg has-checked:shadow-[0_0_0_1px_var(--line)]',
            'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
          )}
        >
          <input
            type="radio"
            name={name}
            value={s.value}
            checked={s.value === value}
            onChange={() => onChange(s.value)}
            className="absolute inset-x-0 -inset-y-0.5 appearance-none rounded-[5px] outline-none!"
            aria-label={s.label}
          />
          {s.icon}
          {(!s.icon || both) && <span>{s.label}</span>}
        </label>
      ))}
    </div>
  );
}
