import { ChevronLeft, ChevronRight } from 'lucide-react';
import { usePeopleById } from '@/lib/bootstrap';
import { getLang, useText } from '@/lib/i18n';
import { addDays, today } from '@/lib/zone';
import { Button } from '@/ui/Button';
import { hueVar } from '@/ui/hues';
import { IconButton } from '@/ui/IconButton';
import { SegmentedControl } from '@/ui/SegmentedControl';
import locale from '../locale';
import { type Span, stepDay } from './calendar';
import { personHue } from './hue';

/** The days that are shown, in words. */
function titleOf(span: Span, day: string, days: { from: string; to: string }): string {
  const at = (d: string) => new Date(`${d}T12:00:00Z`);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(getLang() === 'ru' ? 'ru' : 'en-GB', { ...options, timeZone: 'UTC' });
  if (span === 'month') {
    const name = format({ month: 'long', year: 'numeric' }).format(at(day));
    return name.charAt(0).toLocaleUpperCase() + name.slice(1);
  }
  if (span === 'day') return format({ weekday: 'long', day: 'numeric', month: 'long' }).format(at(day));
  return format({ day: 'numeric', month: 'long', year: 'numeric' }).formatRange(
    at(days.from),
    at(addDays(days.to, -1)),
  );
}

/** Walks through the calendar and chooses how much of it is seen. Several people are told apart by colour. */
export function CalendarHead({
  span,
  day,
  days,
  people,
  onSpan,
  onDay,
}: {
  span: Span;
  day: string;
  days: { from: string; to: string };
  people: readonly number[];
  onSpan: (span: Span) => void;
  onDay: (day: string) => void;
}) {
  const t = useText(locale);
  const byId = usePeopleById();
  const title = titleOf(span, day, days);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-4 py-1.5">
      <IconButton
        label={t('prev')}
        icon={<ChevronLeft aria-hidden="true" size={16} />}
        onClick={() => onDay(stepDay(span, day, -1))}
      />
      <IconButton
        label={t('next')}
        icon={<ChevronRight aria-hidden="true" size={16} />}
        onClick={() => onDay(stepDay(span, day, 1))}
      />
      <Button onClick={() => onDay(today())}>{t('today')}</Button>
      <h2 aria-live="polite" className="tabular min-w-0 truncate font-semibold">
        {title}
      </h2>
      {people.length > 1 && (
        <ul aria-label={t('people')} className="flex min-w-0 flex-wrap gap-x-3 gap-y-1 text-small text-muted">
          {people.map((id) => (
            <li key={id} className="flex items-center gap-1.5">
              <span
                aria-hidden="true"
                className="size-2 rounded-full"
                style={{ background: hueVar(personHue(people, id)) }}
              />
              {byId.get(id)?.name}
            </li>
          ))}
        </ul>
      )}
      <SegmentedControl
        label={t('span')}
        value={span}
        onChange={onSpan}
        className="ml-auto"
        segments={[
          { value: 'day', label: t('day') },
          { value: 'week', label: t('week') },
          { value: 'month', label: t('month') },
        ]}
      />
    </div>
  );
}
