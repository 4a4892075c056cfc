import { useLang, useText } from '@/lib/i18n';
import { DateField } from './DateField';
import locale from './dateLocale';
import { parseDay, writeDay } from './parseDate';

export interface DatePickerProps {
  /** A calendar day, `2026-11-12`; it has no time zone. */
  value: string | null;
  onChange: (day: string | null) => void;
  min?: string;
  max?: string;
  id?: string;
  disabled?: boolean;
  invalid?: boolean;
  autoFocus?: boolean;
  compact?: boolean;
  className?: string;
  'aria-label'?: string;
}

/** A day: typed in any habit (`12.11`, `12 nov`, `завтра`, `+3`) or picked from a month. */
export function DatePicker({ value, onChange, min, max, ...rest }: DatePickerProps) {
  const t = useText(locale);
  const lang = useLang();
  const fits = (day: string) => (!min || day >= min) && (!max || day <= max);
  return (
    <DateField
      {...rest}
      min={min}
      max={max}
      day={value}
      shown={value ? writeDay(value, lang) : ''}
      placeholder={t('dateFormat')}
      onTyped={(typed) => {
        const day = parseDay(typed);
        if (!day || !fits(day)) return false;
        onChange(day);
        return true;
      }}
      onPick={onChange}
      onClear={() => onChange(null)}
    />
  );
}
