import { useText } from '@/lib/i18n';
import locale from '../locale';
import { type Rule, toggleWeekday } from '../repeat';
import { weekdayName } from '../repeatWords';

/** The days of the week a task repeats on, as a row of switches. */
export function WeekdayPicker({
  value,
  first,
  onChange,
}: {
  value: Rule;
  /** The day a week begins with, Monday is 1. */
  first: number;
  onChange: (rule: Rule) => void;
}) {
  const t = useText(locale);
  const days = Array.from({ length: 7 }, (_, i) => ((i + first - 1) % 7) + 1);
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="pb-1 text-small font-medium text-muted">{t('weekdays')}</legend>
      <div className="flex gap-1">
        {days.map((n) => {
          const on = value.weekdays?.includes(n) ?? false;
          return (
            <button
              key={n}
              type="button"
              aria-pressed={on}
              aria-label={weekdayName(n, 'long')}
              onClick={() => onChange(toggleWeekday(value, n))}
              className={`min-h-control flex-1 rounded-control border text-small ${on ? 'border-accent bg-selected font-medium text-accent' : 'border-line text-muted hover:bg-hover'}`}
            >
              {weekdayName(n, 'short')}
            </button>
          );
        })}
      </div>
    </fieldset>
  );
}
