import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';
import { useField } from './fieldContext';

export interface InputProps extends Omit<ComponentProps<'input'>, 'size' | 'prefix'> {
  /** Drawn inside the box, left and right of the text. */
  before?: ReactNode;
  after?: ReactNode;
  invalid?: boolean;
  /** 28 px, for toolbars. */
  compact?: boolean;
}

/** One line of text. Works with `register` of react-hook-form; `className` goes to the box. */
export function Input({ before, after, invalid, compact = false, className, id, ...rest }: InputProps) {
  const field = useField({ id, invalid });
  return (
    <div
      className={cx('field', compact && 'min-h-control!', className)}
      data-invalid={field.invalid}
      data-disabled={rest.disabled}
    >
      {before && <span className="flex shrink-0 pl-2 text-muted">{before}</span>}
      <input
        aria-describedby={field.describedBy}
        aria-invalid={field.invalid || undefined}
        aria-required={field.required || undefined}
        {...rest}
        id={field.id}
        className="min-w-0 flex-1 self-stretch bg-transparent px-2 outline-none"
      />
      {after && <span className="flex shrink-0 items-center pr-1 text-muted">{after}</span>}
    </div>
  );
}
