import { CalendarDays } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useText } from '@/lib/i18n';
import locale from './dateLocale';
import { IconButton } from './IconButton';
import { Input } from './Input';
import { Popover } from './Popover';
import { Late, Skeleton } from './Skeleton';

const Calendar = lazy(() => import('./Calendar').then((m) => ({ default: m.Calendar })));

export interface DateFieldProps {
  /** What stands in the field while nobody types. */
  shown: string;
  day: string | null;
  onTyped: (typed: string) => boolean;
  onPick: (day: string) => void;
  onClear: () => void;
  min?: string | undefined;
  max?: string | undefined;
  placeholder: string;
  /** Below the calendar. */
  foot?: ReactNode;
  id?: string | undefined;
  disabled?: boolean | undefined;
  invalid?: boolean | undefined;
  autoFocus?: boolean | undefined;
  compact?: boolean | undefined;
  className?: string | undefined;
  'aria-label'?: string | undefined;
}

/** A field one types a date into, with a calendar at its side. DatePicker and DateTimePicker are made of it. */
export function DateField({
  shown,
  day,
  onTyped,
  onPick,
  onClear,
  min,
  max,
  foot,
  disabled,
  invalid,
  ...rest
}: DateFieldProps) {
  const t = useText(locale);
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const [open, setOpen] = useState(false);

  function leave() {
    if (draft === null) return;
    if (draft.trim() === '') {
      onClear();
    } else if (!onTyped(draft)) {
      // What cannot be read stays, marked, so that it can be mended.
      setWrong(true);
      return;
    }
    setDraft(null);
    setWrong(false);
  }

  return (
    <div className="flex flex-col gap-1">
      <Input
        {...rest}
        disabled={disabled}
        {...(wrong || invalid ? { invalid: true } : {})}
        autoComplete="off"
        value={draft ?? shown}
        onChange={(event) => {
          setDraft(event.target.value);
          setWrong(false);
        }}
        onFocus={(event) => event.target.select()}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Enter') leave();
          if (event.key === 'Escape' && draft !== null) {
            event.stopPropagation();
            setDraft(null);
            setWrong(false);
          }
          if (event.key === 'ArrowDown' && event.altKey) setOpen(true);
        }}
        className={`tabular ${rest.className ?? ''}`}
        after={
          <Popover
            open={open}
            onOpenChange={setOpen}
            align="end"
            title={t('calendar')}
            className="p-2!"
            trigger={
              <IconButton
                size="small"
                label={t('calendar')}
                disabled={disabled}
                icon={<CalendarDays aria-hidden="true" size={14} />}
              />
            }
          >
            <Suspense
              fallback={
                <Late>
                  <Skeleton className="h-[256px] w-[224px]" />
                </Late>
              }
            >
              <Calendar
                value={day}
                min={min}
                max={max}
                onPick={(picked) => {
                  setDraft(null);
                  setWrong(false);
                  setOpen(false);
                  onPick(picked);
                }}
              />
            </Suspense>
            {foot}
          </Popover>
        }
      />
      {wrong && (
        <div role="alert" className="text-small text-bad">
          {t('dateWrong')}
        </div>
      )}
    </div>
  );
}
