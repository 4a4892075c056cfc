import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { DateTimePicker } from '@/ui/DateTimePicker';
import { Field } from '@/ui/Field';
import { Popover } from '@/ui/Popover';
import locale from './locale';
import { type Due, QUICK, quickDue } from './model';
import { dueText, quickName } from './words';

/** When a task is due: quick dates, or a day and time of one's own. */
export function WhenPicker({ value, onChange, note }: { value: Due; onChange: (due: Due) => void; note?: string }) {
  const t = useText(locale);
  const [open, setOpen] = useState(false);
  const when = dueText(value);
  const pick = (due: Due) => {
    setOpen(false);
    onChange(due);
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      title={t('when')}
      className="w-[232px] p-1!"
      trigger={
        <Button icon={<CalendarDays aria-hidden="true" size={14} />} className="tabular max-w-full">
          <span className="truncate">
            <span className="sr-only">{t('when')}: </span>
            {when}
            {note && <span className="pl-1 font-normal text-muted">{note}</span>}
          </span>
        </Button>
      }
    >
      {QUICK.map((quick) => {
        const due = quickDue(quick);
        return (
          <button key={quick} type="button" className="item w-full hover:bg-hover" onClick={() => pick(due)}>
            <span className="flex-1 text-left">{quickName(quick)}</span>
            <span className="tabular text-small text-muted">{dueText(due)}</span>
          </button>
        );
      })}
      <div className="-mx-1 mt-1 border-t border-line px-3 py-2">
        <Field label={t('whenExact')}>
          <DateTimePicker
            value={value.due_at}
            onChange={(seconds) => seconds !== null && onChange({ due_at: seconds, is_all_day: false })}
          />
        </Field>
      </div>
    </Popover>
  );
}
