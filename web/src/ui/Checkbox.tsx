import { Check, Minus } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { cx } from './cx';

export interface CheckboxProps {
  checked: boolean;
  onChange: (checked: boolean, event: React.ChangeEvent<HTMLInputElement>) => void;
  /** Some of what it stands for is chosen, not all. */
  mixed?: boolean;
  label?: ReactNode;
  /** The name when there is no label beside it (a row's box). */
  'aria-label'?: string;
  hint?: ReactNode;
  disabled?: boolean;
  id?: string;
  className?: string;
}

export function Checkbox({
  checked,
  onChange,
  mixed = false,
  label,
  hint,
  disabled,
  className,
  ...rest
}: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = mixed;
  }, [mixed]);
  return (
    <label
      className={cx(
        'inline-flex min-h-tap gap-2 select-none',
        hint ? 'items-start' : 'items-center',
        !label && 'min-w-tap justify-center',
        disabled && 'opacity-50',
        className,
      )}
    >
      <span className={cx('relative grid size-4 shrink-0 place-items-center', hint && 'mt-px')}>
        <input
          {...rest}
          ref={box}
          type="checkbox"
          checked={checked}
          disabled={disabled}
          onChange={(event) => onChange(event.target.checked, event)}
          className="peer col-start-1 row-start-1 size-4 appearance-none rounded-small border border-control bg-surface transition-colors duration-120 checked:border-fill checked:bg-fill indeterminate:border-fill indeterminate:bg-fill hover:border-fg/60 forced-colors:appearance-auto"
        />
        {(checked || mixed) && (
          <span className="pointer-events-none col-start-1 row-start-1 text-on-fill forced-colors:hidden">
            {mixed ? (
              <Minus aria-hidden="true" size={12} strokeWidth={3} />
            ) : (
              <Check aria-hidden="true" size={12} strokeWidth={3} />
            )}
          </span>
        )}
      </span>
      {label && (
        <span className="min-w-0">
          {label}
          {hint && <span className="block text-small text-muted">{hint}</span>}
        </span>
      )}
    </label>
  );
}
