import { getLang, useText } from '@/lib/i18n';
import type { WorkSpan } from '@/lib/workHours';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import locale from './locale';
import { NINE_TO_SIX } from './model';
import { SpansEditor } from './SpansEditor';

const nameOf = (weekday: number) => {
  const name = new Intl.DateTimeFormat(getLang() === 'ru' ? 'ru' : 'en-GB', {
    weekday: 'long',
    timeZone: 'UTC',
  }).format(
    new Date(Date.UTC(2024, 0, 1 + weekday)), // a Monday
  );
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
};

/** The hours of a week, Monday first. A day without a mark is free. */
export function WeekEditor({
  week,
  errors,
  onChange,
}: {
  week: readonly WorkSpan[][];
  /** What the server said of a day. */
  errors: (weekday: number) => string | undefined;
  onChange: (week: WorkSpan[][]) => void;
}) {
  const t = useText(locale);
  const put = (weekday: number, spans: WorkSpan[]) => onChange(week.map((was, i) => (i === weekday ? spans : was)));
  const first = week[0] ?? [];
  return (
    <div className="flex flex-col">
      <ul className="overflow-hidden rounded-control border border-line bg-surface">
        {week.map((spans, i) => {
          const name = nameOf(i);
          return (
            <li
              key={name}
              className="flex min-h-form flex-wrap items-center gap-x-4 gap-y-1 border-line px-3 py-1.5 not-first:border-t"
            >
              <span className="w-[140px]">
                <Checkbox
                  checked={spans.length > 0}
                  label={name}
                  onChange={(on) => put(i, on ? [...(first.length ? first : [NINE_TO_SIX])] : [])}
                />
              </span>
              {spans.length > 0 ? (
                <SpansEditor of={name} spans={spans} onChange={(next) => put(i, next)} />
              ) : (
                <span className="text-muted">{t('free')}</span>
              )}
              {errors(i) && <span className="w-full text-small text-bad">{errors(i)}</span>}
            </li>
          );
        })}
      </ul>
      {first.length > 0 && (
        <Button
          className="mt-2 self-start"
          onClick={() => onChange(week.map((spans) => (spans.length ? first.map((s) => ({ ...s })) : [])))}
        >
          {t('likeMonday')}
        </Button>
      )}
    </div>
  );
}
