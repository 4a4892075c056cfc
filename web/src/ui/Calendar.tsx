import { ChevronLeft, ChevronRight } from 'lucide-react';
import { DayPicker } from 'react-day-picker';
import { enGB } from 'react-day-picker/locale/en-GB';
import { ru } from 'react-day-picker/locale/ru';
import { weekStart } from '@/lib/format';
import { useLang, useText } from '@/lib/i18n';
import { today } from '@/lib/zone';
import locale from './dateLocale';

const CELL = 'size-8 p-0 text-center max-desk:size-11';

const toLocal = (day: string) => new Date(`${day}T00:00:00`);
const fromLocal = (d: Date) =>
  `${d.getFullYear()}-${String(d.getMonth() + 1).padStart(2, '0')}-${String(d.getDate()).padStart(2, '0')}`;

/** A month to pick a day from. Fetched when a date field is opened; use DatePicker. */
export function Calendar({
  value,
  onPick,
  min,
  max,
}: {
  value: string | null;
  onPick: (day: string) => void;
  min?: string | undefined;
  max?: string | undefined;
}) {
  const t = useText(locale);
  const lang = useLang();
  return (
    <DayPicker
      mode="single"
      required
      autoFocus
      locale={lang === 'ru' ? ru : enGB}
      weekStartsOn={(weekStart() % 7) as 0}
      today={toLocal(today())}
      selected={value ? toLocal(value) : undefined}
      defaultMonth={value ? toLocal(value) : toLocal(today())}
      onSelect={(d) => onPick(fromLocal(d))}
      disabled={[...(min ? [{ before: toLocal(min) }] : []), ...(max ? [{ after: toLocal(max) }] : [])]}
      showOutsideDays
      labels={{ labelPrevious: () => t('prevMonth'), labelNext: () => t('nextMonth') }}
      components={{
        Chevron: ({ orientation }) =>
          orientation === 'left' ? (
            <ChevronLeft aria-hidden="true" size={16} />
          ) : (
            <ChevronRight aria-hidden="true" size={16} />
          ),
      }}
      classNames={{
        root: 'relative',
        nav: 'absolute top-0 right-0 flex',
        button_previous:
          'grid size-tap place-items-center rounded-control text-muted hover:bg-fg/6 hover:text-fg aria-disabled:opacity-40',
        button_next:
          'grid size-tap place-items-center rounded-control text-muted hover:bg-fg/6 hover:text-fg aria-disabled:opacity-40',
        month_caption: 'flex min-h-tap items-center pl-2 pb-1 font-semibold first-letter:uppercase',
        month_grid: 'border-collapse',
        weekday: 'size-8 text-caps font-semibold text-muted max-desk:size-11',
        day: CELL,
        day_button:
          'tabular size-full rounded-control hover:bg-fg/6 focus-visible:-outline-offset-1 in-aria-selected:bg-fill in-aria-selected:text-on-fill in-data-today:font-semibold in-data-today:not-in-aria-selected:text-accent disabled:opacity-40',
        outside: 'text-muted opacity-60',
      }}
    />
  );
}
