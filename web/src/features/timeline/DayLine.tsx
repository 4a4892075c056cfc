import { daysFromToday, formatDay } from '@/lib/format';
import { useText } from '@/lib/i18n';
import locale from './locale';

/** Parts the days of the feed. */
export function DayLine({ at }: { at: number }) {
  const t = useText(locale);
  const days = daysFromToday(at);
  return (
    <h2 className="flex items-center gap-3 pt-3 pb-1 text-small font-medium text-muted">
      <span aria-hidden="true" className="h-px flex-1 bg-line" />
      {days === 0 ? t('today') : days === -1 ? t('yesterday') : formatDay(at)}
      <span aria-hidden="true" className="h-px flex-1 bg-line" />
    </h2>
  );
}
