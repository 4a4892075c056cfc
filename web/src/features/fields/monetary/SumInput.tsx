import { useAccount } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { MoneyInput } from '@/ui/MoneyInput';
import { Select } from '@/ui/Select';
import locale from '../locale';
import type { FieldInputProps, Sum } from '../model';
import { CURRENCIES } from './currencies';

/** An amount with a currency of its own. */
export function SumInput({ field, values, onChange, autoFocus, compact, label }: FieldInputProps) {
  const t = useText(locale);
  const own = useAccount().currency;
  const sum = values[0] as Partial<Sum> | undefined;
  const currency = sum?.currency ?? field.settings.currency ?? own;
  const amount = sum?.amount ?? null;
  const codes = [...new Set([currency, own, ...CURRENCIES])];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_92px] gap-1">
      <MoneyInput
        aria-label={label as string}
        {...(autoFocus ? { autoFocus } : {})}
        compact={compact ?? false}
        currency={currency}
        min={-Number.MAX_SAFE_INTEGER}
        value={amount}
        onChange={(minor) => onChange(minor === null ? [] : [{ amount: minor, currency }])}
      />
      <Select
        aria-label={t('currency')}
        value={currency}
        onChange={(next) => onChange(amount === null ? [] : [{ amount, currency: next }])}
        options={codes.map((code) => ({ value: code, label: code }))}
      />
    </div>
  );
}
