import { MultiSelect } from '@/ui/MultiSelect';
import type { Choice } from './words';

/** Several of a few things with ids. */
export function Choose<V extends number | string = number>({
  name,
  all,
  value,
  onChange,
  placeholder,
  words = false,
}: {
  name: string;
  all: Choice[];
  value: unknown;
  onChange: (ids: V[] | null) => void;
  placeholder: string;
  /** The ids are words, not numbers. */
  words?: boolean;
}) {
  const ids = (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]).map(String);
  return (
    <MultiSelect
      aria-label={name}
      placeholder={placeholder}
      options={all}
      value={ids.map((id) => all.find((o) => o.value === id) ?? { value: id, label: id })}
      onChange={(chosen) =>
        onChange(chosen.length > 0 ? chosen.map((o) => (words ? o.value : Number(o.value)) as V) : null)
      }
    />
  );
}
