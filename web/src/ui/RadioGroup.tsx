import { type ReactNode, useId } from 'react';
import { cx } from './cx';
import { useField } from './fieldContext';

export interface RadioOption<V extends string> {
  value: V;
  label: ReactNode;
  hint?: ReactNode;
  disabled?: boolean;
}

/** One of a few, all of them in sight. Named by the Field around it or by `aria-label`. */
export function RadioGroup<V extends string>({
  value,
  onChange,
  options,
  row = false,
  disabled,
  ...rest
}: {
  value: V | null;
  onChange: (value: V) => void;
  options: readonly RadioOption<V>[];
  row?: boolean;
  disabled?: boolean;
  'aria-label'?: string;
}) {
  const name = useId();
  const field = useField({});
  return (
    <div
      role="radiogroup"
      aria-labelledby={rest['aria-label'] ? undefined : field.labelId}
      aria-label={rest['aria-label']}
      aria-describedby={field.describedBy}
      aria-invalid={field.invalid || undefined}
      className={cx('flex', row ? 'flex-wrap gap-x-5 gap-y-1' : 'flex-col gap-1')}
    >
      {options.map((o, i) => (
        <label
          key={o.value}
          className={cx(
            'inline-flex min-h-tap gap-2 select-none',
            o.hint ? 'items-start' : 'items-center',
            (disabled || o.disabled) && 'opacity-50',
          )}
        >
          <input
            type="radio"
            id={i === 0 ? field.id : undefined}
            name={name}
            value={o.value}
            checked={o.value === value}
            disabled={disabled || o.disabled}
            onChange={() => onChange(o.value)}
            className="mt-px size-4 shrink-0 appearance-none rounded-full border border-control bg-surface transition-colors duration-120 checked:border-[5px] checked:border-fill checked:bg-on-fill hover:border-fg/60 checked:hover:border-fill forced-colors:appearance-auto"
          />
          <span className="min-w-0">
            {o.label}
            {o.hint && <span className="block text-small text-muted">{o.hint}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
