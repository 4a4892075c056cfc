import { type KeyboardEvent, type ReactNode, useId } from 'react';

export interface Tab<V extends string> {
  value: V;
  label: string;
  count?: number | undefined;
  /** What the tab shows. Left out when the page draws it by `value`. */
  content?: ReactNode;
}

const STEP: Record<string, number> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Views of one thing. `value` comes from the URL. Arrow keys choose. */
export function Tabs<V extends string>({
  value,
  onChange,
  tabs,
  label,
  className,
}: {
  value: V;
  onChange: (value: V) => void;
  tabs: readonly Tab<V>[];
  label: string;
  className?: string;
}) {
  const id = useId();
  function key(event: KeyboardEvent<HTMLDivElement>) {
    const by = STEP[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.value === value) + by;
    const next = Number.isFinite(by) ? (at + tabs.length) % tabs.length : by < 0 ? 0 : tabs.length - 1;
    event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
    const tab = tabs[next];
    if (tab) onChange(tab.value);
  }
  const shown = tabs.find((tab) => tab.value === value);
  return (
    <div className={className}>
      <div
        role="tablist"
        aria-label={label}
        tabIndex={-1}
        onKeyDown={key}
        className="flex gap-4 overflow-x-auto border-b border-line px-1 outline-none"
      >
        {tabs.map((tab) => (
          <button
            key={tab.value}
            type="button"
            role="tab"
            id={`${id}-${tab.value}`}
            aria-selected={tab === shown}
            aria-controls={tab === shown && tab.content !== undefined ? `${id}-panel` : undefined}
            tabIndex={tab === shown ? 0 : -1}
            data-active={tab === shown || undefined}
            onClick={() => onChange(tab.value)}
            className="relative -mb-px flex min-h-[36px] shrink-0 items-center gap-1.5 border-b-2 border-transparent font-medium whitespace-nowrap text-muted transition-colors duration-120 hover:text-fg focus-visible:rounded-small focus-visible:-outline-offset-2 data-active:border-fill data-active:text-fg max-desk:min-h-[44px]"
          >
            {tab.label}
            {tab.count !== undefined && <span className="tabular text-small font-normal text-muted">{tab.count}</span>}
          </button>
        ))}
      </div>
      {shown?.content !== undefined && (
        <div
          role="tabpanel"
          id={`${id}-panel`}
          aria-labelledby={`${id}-${shown.value}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a panel is reached from its tab
          tabIndex={0}
          className="pt-3 focus-visible:outline-offset-4"
        >
          {shown.content}
        </div>
      )}
    </div>
  );
}
