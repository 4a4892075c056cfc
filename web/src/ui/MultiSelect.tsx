import { Combobox as Base } from '@base-ui/react/combobox';
import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useText } from '@/lib/i18n';
import locale from './choiceLocale';
import { cx } from './cx';
import { useField } from './fieldContext';
import markLocale from './markLocale';
import { OptionList } from './OptionList';
import type { Option } from './option';
import { useSearch } from './useSearch';

export interface MultiSelectProps<T extends Option> {
  value: readonly T[];
  onChange: (value: T[]) => void;
  options?: readonly T[];
  search?: (query: string, signal: AbortSignal) => Promise<T[]>;
  onCreate?: (name: string) => T | null | Promise<T | null>;
  renderOption?: (option: T) => ReactNode;
  placeholder?: string;
  disabled?: boolean;
  invalid?: boolean;
  id?: string;
  'aria-label'?: string;
  className?: string;
}

/** Several of many, as chips. Backspace in an empty field takes the last one away; arrows walk the chips. */
export function MultiSelect<T extends Option>({
  value,
  onChange,
  options,
  search,
  onCreate,
  renderOption,
  placeholder,
  disabled = false,
  className,
  ...rest
}: MultiSelectProps<T>) {
  const t = useText(locale);
  const mark = useText(markLocale);
  const field = useField(rest);
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const { found, state } = useSearch({ options, search }, query, open);
  const name = query.trim();
  const canCreate = !!onCreate && name !== '' && !found.some((o) => o.label.toLowerCase() === name.toLowerCase());
  const creating = { value: '\u0000create', label: t('create', { name }) } as T;
  const items = canCreate ? [...found, creating] : found;

  async function choose(next: T[]) {
    setQuery('');
    if (!next.some((o) => o.value === creating.value)) return onChange(next);
    const made = await onCreate?.(name);
    if (made) onChange([...value, made]);
  }

  return (
    <Base.Root<T, true>
      multiple
      items={items}
      filter={null}
      value={value as T[]}
      onValueChange={(next, details) => {
        // Esc closes the list and then the layer around it; it never empties the field.
        if (details.reason === 'escape-key') {
          details.cancel();
          details.allowPropagation();
        } else void choose(next);
      }}
      inputValue={query}
      onInputValueChange={(next, details) => {
        if (details.reason === 'input-change' || details.reason === 'input-clear') setQuery(next);
      }}
      open={open}
      onOpenChange={setOpen}
      isItemEqualToValue={(a, b) => a.value === b.value}
      itemToStringLabel={(o) => o.label}
      autoHighlight={name !== ''}
      disabled={disabled}
    >
      <Base.InputGroup className={cx('field', className)} data-invalid={field.invalid} data-disabled={disabled}>
        <Base.Chips
          className="flex w-full flex-wrap items-center gap-1 p-[3px]"
          aria-label={value.length > 0 ? t('selected', { n: value.length }) : undefined}
        >
          {value.map((o) => (
            <Base.Chip
              key={o.value}
              aria-label={o.label}
              className="flex h-6 max-w-full items-center gap-1 rounded-small bg-sunken pl-1.5 data-highlighted:bg-selected focus-visible:bg-selected"
            >
              {o.icon}
              <span className="truncate">{o.label}</span>
              <Base.ChipRemove
                aria-label={mark('remove', { name: o.label })}
                className="grid size-6 shrink-0 place-items-center rounded-small text-muted hover:text-fg"
              >
                <X aria-hidden="true" size={12} />
              </Base.ChipRemove>
            </Base.Chip>
          ))}
          <Base.Input
            id={field.id}
            aria-label={rest['aria-label'] ?? field.label}
            aria-describedby={field.describedBy}
            aria-invalid={field.invalid || undefined}
            placeholder={value.length > 0 ? '' : placeholder}
            className="h-6 min-w-16 flex-1 bg-transparent px-1 outline-none"
          />
        </Base.Chips>
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
