import { accountFormat, currencyDigits, currencySign } from '@/lib/format';
import { NumberInput, type NumberInputProps } from './NumberInput';

export interface MoneyInputProps extends Omit<NumberInputProps, 'digits' | 'unit'> {
  /** Minor units: kopecks, cents. Never a fraction. */
  value: number | null;
  currency?: string;
}

/** A sum of money. The value is in minor units of the currency, as in the API. `min` and `max` are too. */
export function MoneyInput({
  value,
  onChange,
  currency = accountFormat().currency,
  min = 0,
  max = Number.MAX_SAFE_INTEGER,
  ...rest
}: MoneyInputProps) {
  const digits = currencyDigits(currency);
  const power = 10 ** digits;
  return (
    <NumberInput
      step={100}
      {...rest}
      min={min / power}
      max={max / power}
      digits={digits}
      unit={currencySign(currency)}
      value={value === null ? null : value / power}
      onChange={(next) => onChange(next === null ? null : Math.round(next * power))}
    />
  );
}
