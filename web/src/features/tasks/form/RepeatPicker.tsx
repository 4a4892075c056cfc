import { Repeat } from 'lucide-react';
import { formatNumber, weekStart } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { addDays } from '@/lib/zone';
import { Button } from '@/ui/Button';
import { DatePicker } from '@/ui/DatePicker';
import { Field } from '@/ui/Field';
import { NumberInput } from '@/ui/NumberInput';
import { Popover } from '@/ui/Popover';
import { Select } from '@/ui/Select';
import locale from '../locale';
import {
  byMonth,
  type End,
  endBy,
  endOf,
  type Freq,
  isLast,
  type MonthBy,
  monthBy,
  type Rule,
  ruleOf,
} from '../repeat';
import { monthByText, repeatText } from '../repeatWords';
import { WeekdayPicker } from './WeekdayPicker';

/** How a task repeats: how often, on which days, until when. `day` is the one it is due on. */
export function RepeatPicker({
  value,
  day,
  onChange,
}: {
  value: Rule | null;
  day: string;
  onChange: (rule: Rule | null) => void;
}) {
  const t = useText(locale);
  const every = value?.every || 1;
  const ways: MonthBy[] = isLast(day) ? ['date', 'nth', 'last'] : ['date', 'nth'];
  return (
    <Popover
      title={t('repeat')}
      className="w-[280px]"
      trigger={
        <Button icon={<Repeat aria-hidden="true" size={14} />} className="max-w-full">
          <span className="truncate">{value ? repeatText(value) : t('repeat')}</span>
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t('repeatFreq')}>
          <Select
            value={value?.freq ?? 'never'}
            onChange={(freq) => onChange(freq === 'never' ? null : ruleOf(freq as Freq, day, value))}
            options={(['never', 'daily', 'weekly', 'monthly', 'yearly'] as const).map((freq) => ({
              value: freq,
              label: t(`freq_${freq}`),
            }))}
          />
        </Field>
        {value && (
          <>
            <Field label={t(`every_${value.freq as Freq}`, { n: every })}>
              <NumberInput value={every} min={1} max={366} onChange={(n) => onChange({ ...value, every: n ?? 1 })} />
            </Field>
            {value.freq === 'weekly' && <WeekdayPicker value={value} first={weekStart()} onChange={onChange} />}
            {value.freq === 'monthly' && (
              <Field label={t('monthBy')}>
                <Select
                  value={monthBy(value)}
                  onChange={(by) => onChange(byMonth(value, by, day))}
                  options={ways.map((by) => ({ value: by, label: monthByText(byMonth(value, by, day)) }))}
                />
              </Field>
            )}
            {value.freq === 'monthly' && (value.day ?? 0) > 28 && (
              <p className="text-small text-muted">{t('shortMonth')}</p>
            )}
            <Field label={t('ends')}>
              <Select
                value={endOf(value)}
                onChange={(end) => onChange(endBy(value, end, addDays(day, 30)))}
                options={(['never', 'until', 'count'] as const).map((end: End) => ({
                  value: end,
                  label: t(`end_${end}`),
                }))}
              />
            </Field>
            {value.until && (
              <Field label={t('end_until')}>
                <DatePicker
                  value={value.until}
                  min={day}
                  onChange={(until) => until && onChange({ ...value, until })}
                />
              </Field>
            )}
            {value.count ? (
              <Field label={t('endCount', { n: formatNumber(value.count) })}>
                <NumberInput
                  value={value.count}
                  min={2}
                  max={1000}
                  onChange={(n) => onChange({ ...value, count: n ?? 2 })}
                />
              </Field>
            ) : null}
          </>
        )}
      </div>
    </Popover>
  );
}
