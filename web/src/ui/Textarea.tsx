import { type ComponentProps, useCallback, useLayoutEffect, useRef } from 'react';
import { cx } from './cx';
import { useField } from './fieldContext';

export interface TextareaProps extends ComponentProps<'textarea'> {
  invalid?: boolean;
  /** Grows with its text between these numbers of lines. */
  minRows?: number;
  maxRows?: number;
}

/** Several lines of text; the box grows with them. */
export function Textarea({ invalid, minRows = 2, maxRows = 12, className, id, ref, onInput, ...rest }: TextareaProps) {
  const field = useField({ id, invalid });
  const own = useRef<HTMLTextAreaElement>(null);
  const resize = useCallback(() => {
    const el = own.current;
    if (!el) return;
    el.style.height = 'auto';
    const line = Number.parseFloat(getComputedStyle(el).lineHeight) || 18;
    el.style.height = `${Math.min(Math.max(el.scrollHeight, line * minRows + 12), line * maxRows + 12)}px`;
  }, [minRows, maxRows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new value changes the height
  useLayoutEffect(resize, [resize, rest.value]);
  return (
    <div className={cx('field', className)} data-invalid={field.invalid} data-disabled={rest.disabled}>
      <textarea
        aria-describedby={field.describedBy}
        aria-invalid={field.invalid || undefined}
        aria-required={field.required || undefined}
        rows={minRows}
        {...rest}
        id={field.id}
        ref={(el) => {
          own.current = el;
          if (typeof ref === 'function') ref(el);
          else if (ref) ref.current = el;
        }}
        onInput={(event) => {
          resize();
          onInput?.(event);
        }}
        className="block w-full resize-none bg-transparent px-2 py-1.5 outline-none"
      />
    </div>
  );
}
