import { useLang, useText } from '@/lib/i18n';
import { fromUnix, toUnix } from '@/lib/zone';
import { DateField } from './DateField';
import type { DatePickerProps } from './DatePicker';
import locale from './dateLocale';
import { Input } from './Input';
import { parseDayTime, parseTime, writeDay } from './parseDate';

export interface DateTimePickerProps extends Omit<DatePickerProps, 'value' | 'onChange' | 'min' | 'max'> {
  /** Unix seconds. Shown and read in the account's time zone. */
  value: number | null;
  onChange: (seconds: number | null) => void;
  /** The time a day alone gets. */
  time?: string;
}

/** A day and a time: `12.11 9:30`, `завтра в 15`, `fri 9:30`, or picked. */
export function DateTimePicker({ value, onChange, time = '09:00', ...rest }: DateTimePickerProps) {
  const t = useText(locale);
  const lang = useLang();
  const wall = value === null ? null : fromUnix(value);
  return (
    <DateField
      {...rest}
      day={wall?.day ?? null}
      shown={wall ? `${writeDay(wall.day, lang)} ${wall.time}` : ''}
      placeholder={t('dateTimeFormat')}
      onTyped={(typed) => {
        const next = parseDayTime(typed, wall?.time ?? time);
        if (next) onChange(toUnix(next));
        return next !== null;
      }}
      onPick={(day) => onChange(toUnix({ day, time: wall?.time ?? time }))}
      onClear={() => onChange(null)}
      foot={
        wall && (
          <div className="mt-2 flex items-center gap-2 border-t border-line pt-2">
            <span className="flex-1 pl-1 text-muted">{t('time')}</span>
            <Input
              key={wall.time}
              compact
              aria-label={t('time')}
              defaultValue={wall.time}
              onBlur={(event) => {
                const at = parseTime(event.target.value);
                if (at && at !== wall.time) onChange(toUnix({ day: wall.day, time: at }));
              }}
              onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
              className="tabular w-[76px]!"
            />
          </div>
        )
      }
    />
  );
}
