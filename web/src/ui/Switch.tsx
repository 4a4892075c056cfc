import type { ReactNode } from 'react';
import { cx } from './cx';

export interface SwitchProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  label?: ReactNode;
  'aria-label'?: string;
  hint?: ReactNode;
  disabled?: boolean;
  id?: string;
  className?: string;
}

/** On or off, at once. For a choice that is saved with a form use Checkbox. */
export function Switch({ checked, onChange, label, hint, disabled, className, ...rest }: SwitchProps) {
  return (
    <label
      className={cx(
        'inline-flex min-h-tap gap-2 select-none',
        hint ? 'items-start' : 'items-center',
        disabled && 'opacity-50',
        className,
      )}
    >
      <span className="relative flex h-[18px] w-[30px] shrink-0">
        <input
          {...rest}
          type="checkbox"
          role="switch"
          aria-checked={checked}
          checked={checked}
          disabled={disabled}
          onChange={(event) => onChange(event.target.checked)}
          className="peer absolute inset-0 appearance-none rounded-full bg-control transition-colors duration-120 checked:bg-fill forced-colors:appearance-auto"
        />
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-[2px] left-[2px] size-[14px] rounded-full bg-on-fill transition-transform duration-120 peer-checked:translate-x-3 forced-colors:hidden"
        />
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
