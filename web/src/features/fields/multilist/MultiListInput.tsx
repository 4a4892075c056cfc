import { useEffect, useRef } from 'react';
import { useText } from '@/lib/i18n';
import { MultiSelect } from '@/ui/MultiSelect';
import locale from '../locale';
import type { FieldInputProps } from '../model';
import { optionsOf } from '../options';

export function MultiListInput({ field, values, onChange, label, autoFocus }: FieldInputProps) {
  const t = useText(locale);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (autoFocus) box.current?.querySelector('input')?.focus();
  }, [autoFocus]);
  const options = optionsOf(field, values);
  return (
    <div ref={box}>
      <MultiSelect
        aria-label={label as string}
        placeholder={field.settings.hint || t('pick')}
        options={options}
        value={values.flatMap((id) => options.find((o) => o.value === String(id)) ?? [])}
        onChange={(chosen) => onChange(chosen.map((o) => Number(o.value)))}
      />
    </div>
  );
}
