import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronsUpDown } from 'lucide-react';
import { cx } from './cx';
import { useField } from './fieldContext';
import type { Option } from './option';

export interface SelectProps<V extends string> {
  value: V | null;
  onChange: (value: V) => void;
  options: readonly (Option & { value: V })[];
  placeholder?: string;
  /** 28 px without a border, for toolbars. */
  compact?: boolean;
  disabled?: boolean;
  invalid?: boolean;
  id?: string;
  'aria-label'?: string;
  className?: string;
}

/** One of a short known list. For long lists and search use Combobox. */
export function Select<V extends string>({
  value,
  onChange,
  options,
  placeholder,
  compact = false,
  disabled,
  className,
  ...rest
}: SelectProps<V>) {
  const field = useField(rest);
  return (
    <Base.Root
      items={options as { value: V; label: string }[]}
      value={value}
      onValueChange={(next) => next !== null && onChange(next as V)}
      disabled={disabled ?? false}
      modal={false}
    >
      <Base.Trigger
        id={field.id}
        aria-label={rest['aria-label']}
        aria-labelledby={rest['aria-label'] ? undefined : field.labelId ? `${field.labelId} ${field.id}` : undefined}
        aria-describedby={field.describedBy}
        aria-invalid={field.invalid || undefined}
        data-invalid={field.invalid}
        data-disabled={disabled}
        className={cx(
          compact
            ? 'inline-flex min-h-control items-center rounded-control font-medium hover:bg-fg/6 data-popup-open:bg-fg/8'
            : 'field focus-visible:outline-2',
          'gap-1 px-2 text-left select-none',
          className,
        )}
      >
        <Base.Value placeholder={placeholder}>
          {(chosen: V | null) => {
            const o = options.find((x) => x.value === chosen);
            return (
              <span className={cx('flex min-w-0 flex-1 items-center gap-2 truncate', !o && 'text-muted')}>
                {o?.icon}
                <span className="truncate">{o?.label ?? placeholder ?? ''}</span>
              </span>
            );
          }}
        </Base.Value>
        <Base.Icon className="ml-auto shrink-0 text-muted">
          <ChevronsUpDown aria-hidden="true" size={14} />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" alignItemWithTrigger={false} className="z-50 outline-none">
          <Base.Popup className="float max-h-[min(var(--available-height),380px)] min-w-(--anchor-width) overflow-y-auto p-1">
            <Base.List>
              {options.map((o) => (
                <Base.Item key={o.value} value={o.value} disabled={o.disabled ?? false} className="item">
                  {o.icon}
                  <Base.ItemText className="min-w-0 flex-1">
                    {o.label}
                    {o.hint && <span className="block text-small text-muted">{o.hint}</span>}
                  </Base.ItemText>
                  <Base.ItemIndicator className="text-accent">
                    <Check aria-hidden="true" size={14} />
                  </Base.ItemIndicator>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
