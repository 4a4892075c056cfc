import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import { cx } from './cx';

export interface Tab<V extends string> {
  value: V;
  label: string;
  count?: number | undefined;
  /** What the tab shows. Left out when the page draws it by `value`. */
  content?: ReactNode;
}

/** Views of one thing. `value` comes from the URL. */
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
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as V)} className={className}>
      <Base.List aria-label={label} activateOnFocus className="flex gap-4 overflow-x-auto border-b border-line px-1">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.value}
            value={tab.value}
            className={cx(
              'relative -mb-px flex min-h-[36px] shrink-0 items-center gap-1.5 border-b-2 border-transparent font-medium whitespace-nowrap text-muted transition-colors duration-120 hover:text-fg focus-visible:rounded-small focus-visible:-outline-offset-2 data-active:border-fill data-active:text-fg max-desk:min-h-[44px]',
            )}
          >
            {tab.label}
            {tab.count !== undefined && <span className="tabular text-small font-normal text-muted">{tab.count}</span>}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map(
        (tab) =>
          tab.content !== undefined && (
            <Base.Panel key={tab.value} value={tab.value} className="pt-3 focus-visible:outline-offset-4">
              {tab.content}
            </Base.Panel>
          ),
      )}
    </Base.Root>
  );
}
