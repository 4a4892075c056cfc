import { Combobox as Base } from '@base-ui/react/combobox';
import { ChevronsUpDown, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useText } from '@/lib/i18n';
import locale from './choiceLocale';
import { cx } from './cx';
import { useField } from './fieldContext';
import { OptionList } from './OptionList';
import type { Option } from './option';
import { Spinner } from './Spinner';
import { useSearch } from './useSearch';

export interface ComboboxProps<T extends Option> {
  value: T | null;
  onChange: (value: T | null) => void;
  /** A known list, filtered as one types. */
  options?: readonly T[];
  /** Or a search of the server; the signal is aborted when a newer one starts. */
  search?: (query: string, signal: AbortSignal) => Promise<T[]>;
  /** Offers to make what was typed; the answer is chosen. */
  onCreate?: (name: string) => T | null | Promise<T | null>;
  renderOption?: (option: T) => ReactNode;
  placeholder?: string;
  clearable?: boolean;
  compact?: boolean;
  disabled?: boolean;
  invalid?: boolean;
  autoFocus?: boolean;
  id?: string;
  'aria-label'?: string;
  className?: string;
}

/** One of many, found by typing: a person, a company, a city. */
export function Combobox<T extends Option>({
  value,
  onChange,
  options,
  search,
  onCreate,
  renderOption,
  placeholder,
  clearable = true,
  compact = false,
  disabled = false,
  autoFocus,
  className,
  ...rest
}: ComboboxProps<T>) {
  const t = useText(locale);
  const field = useField(rest);
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState<string | null>(null);
  const typed = query ?? '';
  const { found, state } = useSearch({ options, search }, typed, open);
  const name = typed.trim();
  const canCreate = !!onCreate && name !== '' && !found.some((o) => o.label.toLowerCase() === name.toLowerCase());
  const creating = { value: '\u0000create', label: t('create', { name }) } as T;
  const items = canCreate ? [...found, creating] : found;

  async function choose(next: T | null) {
    setQuery(null);
    if (next?.value !== creating.value) return onChange(next);
    const made = await onCreate?.(name);
    if (made) onChange(made);
  }

  return (
    <Base.Root<T>
      items={items}
      filter={null}
      value={value}
      onValueChange={(next, details) => {
        // Esc closes the list and then the layer around it; it never empties the field.
        if (details.reason === 'escape-key') {
          details.cancel();
          details.allowPropagation();
        } else void choose(next);
      }}
      inputValue={query ?? value?.label ?? ''}
      onInputValueChange={(next, details) => {
        if (details.reason === 'input-change' || details.reason === 'input-clear') setQuery(next);
      }}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) setQuery(null);
      }}
      isItemEqualToValue={(a, b) => a.value === b.value}
      itemToStringLabel={(o) => o.label}
      autoHighlight={name !== ''}
      disabled={disabled}
    >
      <Base.InputGroup
        className={cx('field', compact && 'min-h-control!', className)}
        data-invalid={field.invalid}
        data-disabled={disabled}
      >
        {value?.icon && query === null && <span className="flex pl-2">{value.icon}</span>}
        <Base.Input
          id={field.id}
          autoFocus={autoFocus}
          aria-label={rest['aria-label'] ?? field.label}
          aria-describedby={field.describedBy}
          aria-invalid={field.invalid || undefined}
          aria-required={field.required || undefined}
          placeholder={placeholder}
          onFocus={(event) => event.target.select()}
          className="min-w-0 flex-1 self-stretch bg-transparent px-2 outline-none"
        />
        {state === 'busy' && open && (
          <span className="px-1 text-muted">
            <Spinner />
          </span>
        )}
        {clearable && value && !disabled && (
          <Base.Clear
            aria-label={t('clear')}
            className="grid size-6 shrink-0 place-items-center rounded-small text-muted hover:text-fg"
          >
            <X aria-hidden="true" size={14} />
          </Base.Clear>
        )}
        <Base.Trigger aria-label={t('open')} className="grid size-7 shrink-0 place-items-center text-muted">
          <ChevronsUpDown aria-hidden="true" size={14} />
        </Base.Trigger>
      </Base.InputGroup>
      <OptionList<T>
        state={state}
        empty={items.length === 0}
        hint={search && name === '' ? t('typeToSearch') : t('nothing')}
        createValue={creating.value}
        renderOption={renderOption}
      />
    </Base.Root>
  );
}
