import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId, useMemo } from 'react';
import { useText } from '@/lib/i18n';
import { cx } from './cx';
import { FieldContext } from './fieldContext';
import locale from './locale';

/**
 * A label, a control, a hint and an error, wired together. The control inside needs no ids of its own.
 * `error` takes the message of an ApiError's field as it is.
 */
export function Field({
  label,
  hint,
  error,
  required = false,
  inline = false,
  className,
  children,
}: {
  label: string;
  hint?: ReactNode;
  error?: string | undefined | null;
  required?: boolean;
  /** Label on the left, as in the panel of a card. */
  inline?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const t = useText(locale);
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  const wiring = useMemo(
    () => ({ id, labelId: `${id}-label`, label, describedBy: described || undefined, invalid: !!error, required }),
    [id, label, described, error, required],
  );
  return (
    <div
      className={cx(
        inline ? 'grid grid-cols-[minmax(96px,36%)_minmax(0,1fr)] gap-x-3' : 'flex flex-col gap-1',
        className,
      )}
    >
      <label
        id={`${id}-label`}
        htmlFor={id}
        className={cx('text-small text-muted', inline ? 'flex min-h-form items-center self-start' : 'font-medium')}
      >
        {label}
        {required && (
          <>
            <span aria-hidden="true" className="ml-0.5 text-bad">
              *
            </span>
            <span className="sr-only">, {t('required')}</span>
          </>
        )}
      </label>
      <div className="flex min-w-0 flex-col gap-1">
        <FieldContext value={wiring}>{children}</FieldContext>
        {hint && (
          <div id={`${id}-hint`} className="text-small text-muted">
            {hint}
          </div>
        )}
        {error && (
          <div id={`${id}-error`} role="alert" className="flex items-start gap-1 text-small text-bad">
            <CircleAlert aria-hidden="true" size={14} className="mt-px" />
            {error}
          </div>
        )}
      </div>
    </div>
  );
}
