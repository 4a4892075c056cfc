import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '@/lib/i18n';
import locale from './locale';

/** One line of the panel: the name of a field, its value, what is wrong with it. */
export function Row({
  label,
  required = false,
  hint,
  error,
  children,
}: {
  label: string;
  /** Must be filled in where the deal stands, and is not. */
  required?: boolean;
  hint?: string | undefined;
  error?: string | undefined;
  children: ReactNode;
}) {
  const t = useText(locale);
  return (
    <div className="grid grid-cols-[minmax(96px,36%)_minmax(0,1fr)] gap-x-2">
      <span data-tip={hint} className="flex min-h-control min-w-0 items-center self-start py-1 text-small text-muted">
        <span className="min-w-0 break-words">{label}</span>
        {required && (
          <span role="img" aria-label={t('requiredHere')} data-tip={t('requiredHere')} className="pl-1 text-bad">
            <CircleAlert aria-hidden="true" size={12} />
          </span>
        )}
      </span>
      <div className="min-w-0">
        {children}
        {error && (
          <p role="alert" className="px-2 pb-1 text-small text-bad">
            {error}
          </p>
        )}
      </div>
    </div>
  );
}
