import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import type { WorkCalendar } from '@/lib/workHours';
import { fromUnix, today } from '@/lib/zone';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { DatePicker } from '@/ui/DatePicker';
import { DateTimePicker } from '@/ui/DateTimePicker';
import { Field } from '@/ui/Field';
import { Popover } from '@/ui/Popover';
import { Select } from '@/ui/Select';
import locale from '../locale';
import { allDay, atTime, DURATIONS, type Due, QUICK, quickDue } from '../model';
import { dueText, lengthText, quickName } from '../words';

/** When a task is due: quick dates, or a day and time of one's own; a time may have a length. */
export function WhenPicker({
  value,
  duration,
  hours,
  onChange,
  onDuration,
}: {
  value: Due;
  duration: number;
  hours?: WorkCalendar | undefined;
  onChange: (due: Due) => void;
  onDuration: (seconds: number) => void;
}) {
  const t = useText(locale);
  const [open, setOpen] = useState(false);
  const wall = fromUnix(value.due_at);
  const pick = (due: Due) => {
    setOpen(false);
    onChange(due);
  };
  const offers = QUICK.map((quick) => ({ name: quickName(quick), due: quickDue(quick) }));
  const next = hours?.inDays(today(), 1);
  const begins = next && hours?.start(next);
  // After "tomorrow", which is the whole day.
  if (next && begins) offers.splice(3, 0, { name: t('nextWorkingDay'), due: atTime({ day: next, time: begins }) });
  const lengths = [...new Set([...DURATIONS.map((m) => m * 60), duration])].sort((a, b) => a - b);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={t('when')}
      className="w-[248px] p-1!"
      trigger={
        <Button icon={<CalendarDays aria-hidden="true" size={14} />} className="tabular max-w-full">
          <span className="truncate">
            <span className="sr-only">{t('when')}: </span>
            {dueText(value)}
            {!value.is_all_day && duration > 0 && (
              <span className="pl-1 font-normal text-muted">{lengthText(duration)}</span>
            )}
          </span>
        </Button>
      }
    >
      {offers.map(({ name, due }) => (
        <button key={name} type="button" className="item w-full hover:bg-hover" onClick={() => pick(due)}>
          <span className="flex-1 text-left">{name}</span>
          <span className="tabular text-small text-muted">{dueText(due)}</span>
        </button>
      ))}
      <div className="-mx-1 mt-1 flex flex-col gap-2 border-t border-line px-3 py-2">
        <Field label={t('whenExact')}>
          {value.is_all_day ? (
            <DatePicker value={wall.day} onChange={(day) => day && onChange(allDay(day))} />
          ) : (
            <DateTimePicker
              value={value.due_at}
              onChange={(seconds) => seconds !== null && onChange({ due_at: seconds, is_all_day: false })}
            />
          )}
        </Field>
        <Checkbox
          checked={value.is_all_day}
          label={t('allDay')}
          onChange={(on) =>
            onChange(on ? allDay(wall.day) : atTime({ day: wall.day, time: hours?.start(wall.day) ?? '10:00' }))
          }
        />
        {!value.is_all_day && (
          <Field label={t('duration')}>
            <Select
              value={String(duration)}
              onChange={(seconds) => onDuration(Number(seconds))}
              options={lengths.map((s) => ({ value: String(s), label: lengthText(s) }))}
            />
          </Field>
        )}
      </div>
    </Popover>
  );
}
