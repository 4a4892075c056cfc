import { Plus, Trash2 } from 'lucide-react';
import { useAccount } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { today } from '@/lib/zone';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { DatePicker } from '@/ui/DatePicker';
import { IconButton } from '@/ui/IconButton';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import locale from './locale';
import { type DayDraft, freeDay, NINE_TO_SIX, withRussian } from './model';
import { SpansEditor } from './SpansEditor';

/** Days that are not like others: holidays, leave, a Saturday that is worked. */
export function DaysEditor({
  days,
  own,
  errors,
  onChange,
}: {
  days: readonly DayDraft[];
  /** Of one person: their leave comes once. */
  own: boolean;
  errors: (at: number) => string | undefined;
  onChange: (days: DayDraft[]) => void;
}) {
  const t = useText(locale);
  const russian = useAccount().country === 'RU' && !own && withRussian(days, 2000).length > days.length;
  const put = (at: number, day: DayDraft) => onChange(days.map((was, i) => (i === at ? day : was)));
  return (
    <div className="flex flex-col gap-2">
      {days.length === 0 && <p className="text-muted">{t(own ? 'noOwnDays' : 'noDays')}</p>}
      {days.length > 0 && (
        <ul className="rounded-control border border-line bg-surface">
          {days.map((day, i) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: an entry may be like another one while it is written
              key={i}
              className="flex flex-wrap items-center gap-x-2 gap-y-2 border-line px-3 py-2 not-first:border-t"
            >
              <DatePicker
                className="w-[126px]"
                aria-label={t('dayFrom')}
                value={day.date}
                onChange={(date) => {
                  if (!date) return;
                  const { until, ...rest } = day;
                  put(i, { ...rest, date, ...(until && until > date ? { until } : {}) });
                }}
              />
              <span aria-hidden="true" className="text-muted">
                –
              </span>
              <DatePicker
                className="w-[126px]"
                aria-label={t('dayUntil')}
                value={day.until ?? day.date}
                min={day.date}
                onChange={(last) => {
                  const { until: _, ...rest } = day;
                  put(i, last && last > day.date ? { ...rest, until: last } : rest);
                }}
              />
              <Input
                className="min-w-[150px] flex-1 max-desk:w-full max-desk:flex-none"
                aria-label={t('dayName')}
                placeholder={t(own ? 'leave' : 'holiday')}
                maxLength={100}
                value={day.name ?? ''}
                onChange={(e) => put(i, { ...day, name: e.target.value })}
              />
              <Select
                className="w-[132px]"
                aria-label={t('dayWork')}
                value={day.spans.length ? 'work' : 'free'}
                onChange={(what) => put(i, { ...day, spans: what === 'work' ? [NINE_TO_SIX] : [] })}
                options={[
                  { value: 'free', label: t('dayFree') },
                  { value: 'work', label: t('dayWorked') },
                ]}
              />
              {!own && (
                <Checkbox
                  checked={!!day.yearly}
                  label={t('yearly')}
                  onChange={(yearly) => put(i, { ...day, yearly })}
                />
              )}
              <IconButton
                className="ml-auto"
                label={t('removeDay', { day: day.name || day.date })}
                icon={<Trash2 aria-hidden="true" size={16} />}
                onClick={() => onChange(days.filter((_, at) => at !== i))}
              />
              {day.spans.length > 0 && (
                <SpansEditor
                  of={day.name || day.date}
                  spans={day.spans}
                  onChange={(spans) => put(i, { ...day, spans })}
                />
              )}
              {errors(i) && <span className="w-full text-small text-bad">{errors(i)}</span>}
            </li>
          ))}
        </ul>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          icon={<Plus aria-hidden="true" size={14} />}
          disabled={days.length >= 400}
          onClick={() => onChange([...days, { date: freeDay(days, today()), spans: [] }])}
        >
          {t(own ? 'addLeave' : 'addDay')}
        </Button>
        {russian && (
          <Button onClick={() => onChange(withRussian(days, Number(today().slice(0, 4))))}>{t('addRussian')}</Button>
        )}
      </div>
    </div>
  );
}
