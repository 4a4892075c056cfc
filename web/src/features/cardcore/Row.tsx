import { CircleAlert, History } from 'lucide-react';
import type { ReactNode } from 'react';
import { useText } from '@/lib/i18n';
import { type HistoryOf, useCard } from './cardContext';
import locale from './locale';

/** One line of the panel: the name of a field, its value, what is wrong with it. */
export function Row({
  label,
  required = false,
  hint,
  error,
  history,
  children,
}: {
  label: string;
  /** Must be filled in where the deal stands, and is not. */
  required?: boolean;
  hint?: string | undefined;
  error?: string | undefined;
  /** What its history is; `h` on the value, or a press on the name, shows it. */
  history?: Omit<HistoryOf, 'label'> | undefined;
  children: ReactNode;
}) {
  const t = useText(locale);
  const { showHistory } = useCard();
  const show = history && showHistory;
  const name = <span className="min-w-0 break-words">{label}</span>;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears a key of the value inside
    <div
      onKeyDown={(e) => {
        if (!show || e.code !== 'KeyH' || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return;
        const at = e.target as HTMLElement;
        if (at.tagName !== 'BUTTON' && (at as HTMLInputElement).type !== 'checkbox') return;
        e.preventDefault();
        e.stopPropagation();
        show({ ...history, label }, at);
      }}
      className="group/row grid grid-cols-[minmax(96px,36%)_minmax(0,1fr)] gap-x-2"
    >
      <span
        data-tip={show ? undefined : hint}
        className="flex min-h-control min-w-0 items-center self-start py-1 text-small text-muted"
      >
        {show ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={t('history', { name: label })}
            data-tip={hint ?? t('historyTip')}
            onClick={(e) => show({ ...history, label }, e.currentTarget)}
            className="-my-1 flex min-h-tap min-w-0 items-center gap-1 rounded-small text-left hover:text-fg"
          >
            {name}
            <History
              aria-hidden="true"
              size={12}
              className="shrink-0 opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100"
            />
          </button>
        ) : (
          name
        )}
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
