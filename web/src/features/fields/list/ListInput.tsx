import { useText } from '@/lib/i18n';
import { Combobox } from '@/ui/Combobox';
import locale from '../locale';
import type { FieldInputProps } from '../model';
import { optionsOf } from '../options';

export function ListInput({ field, values, onChange, autoFocus, compact, label }: FieldInputProps) {
  const t = useText(locale);
  const options = optionsOf(field, values);
  return (
    <Combobox
      aria-label={label as string}
      {...(autoFocus ? { autoFocus } : {})}
      compact={compact ?? false}
      placeholder={field.settings.hint || t('pick')}
      options={options}
      value={options.find((o) => o.value === String(values[0])) ?? null}
      onChange={(o) => onChange(o ? [Number(o.value)] : [])}
    />
  );
}
