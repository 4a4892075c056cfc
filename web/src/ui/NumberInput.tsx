import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { formatNumber } from '@/lib/format';
import { useLang } from '@/lib/i18n';
import { Input } from './Input';
import { parseNumber } from './parseNumber';

export interface NumberInputProps {
  value: number | null;
  /** Called when the field is left, on Enter and with the arrow keys; `null` when emptied. */
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  /** What the arrow keys add; with Shift ten times as much. */
  step?: number;
  /** Digits after the point. */
  digits?: number;
  unit?: ReactNode;
  id?: string;
  name?: string;
  placeholder?: string;
  disabled?: boolean;
  invalid?: boolean;
  compact?: boolean;
  className?: string;
  'aria-label'?: string;
}

/** A number, typed in any habit (`1 250,5`, `1,250.5`, `15к`) and shown in groups. */
export function NumberInput({
  value,
  onChange,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
  step = 1,
  digits = 0,
  unit,
  ...rest
}: NumberInputProps) {
  useLang();
  const [draft, setDraft] = useState<string | null>(null);
  const shown = value === null ? '' : formatNumber(value, { maximumFractionDigits: digits });

  function commit(next: number | null) {
    setDraft(null);
    const power = 10 ** digits;
    const fit = next === null ? null : Math.min(max, Math.max(min, Math.round(next * power) / power));
    if (fit !== value) onChange(fit);
  }

  function leave() {
    if (draft === null) return;
    if (draft.trim() === '') commit(null);
    else commit(parseNumber(draft) ?? value);
  }

  function key(event: KeyboardEvent) {
    if (event.key === 'Enter') leave();
    if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      setDraft(null);
    }
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      event.preventDefault();
      const from = (draft === null ? value : parseNumber(draft)) ?? 0;
      commit(from + (event.key === 'ArrowUp' ? 1 : -1) * step * (event.shiftKey ? 10 : 1));
    }
  }

  return (
    <Input
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      value={draft ?? shown}
      onChange={(event) => setDraft(event.target.value)}
      onFocus={(event) => event.target.select()}
      onBlur={leave}
      onKeyDown={key}
      after={unit && <span className="px-1 text-muted">{unit}</span>}
      className={`tabular ${rest.className ?? ''}`}
    />
  );
}
