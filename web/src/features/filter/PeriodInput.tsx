import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { DatePicker } from '@/ui/DatePicker';
import { Select } from '@/ui/Select';
import locale from './locale';
import { BOTH, fixedDay, PAST, PERIODS, type Period, periodOf } from './period';
import { periodText } from './words';

/** A range of days: one that moves with today, or two written days. `null` asks for none. */
export function PeriodInput({
  name,
  value,
  onChange,
  past = false,
  any = false,
}: {
  name: string;
  value: [unknown, unknown];
  onChange: (value: [unknown, unknown] | null) => void;
  /** Offers no days to come. */
  past?: boolean;
  /** Offers to ask for no period. */
  any?: boolean;
}) {
  const t = useText(locale);
  const [own, setOwn] = useState(false);
  const ours = periodOf(value);
  const nothing = value[0] === null && value[1] === null;
  const fixed = value.some((at) => fixedDay(at) !== null);
  const foreign = !ours && !nothing && !fixed;
  const chosen = own || fixed ? 'custom' : (ours ?? (foreign ? 'foreign' : any ? 'any' : null));
  const options = [
    ...(any ? [{ value: 'any', label: t('anyTime') }] : []),
    ...(past ? PAST : BOTH).map((p) => ({ value: p as string, label: t(`p_${p}`) })),
    ...(foreign ? [{ value: 'foreign', label: periodText({ op: 'between', value }) }] : []),
    { value: 'custom', label: t('p_custom') },
  ];
  const day = (at: 0 | 1) => (next: string | null) => {
    const both: [unknown, unknown] = [fixedDay(value[0]), fixedDay(value[1])];
    both[at] = next;
    onChange(both[0] === null && both[1] === null ? null : both);
  };
  return (
    <div className="flex flex-col gap-2">
      <Select
        aria-label={name}
        placeholder={t('period')}
        value={chosen}
        onChange={(next) => {
          setOwn(next === 'custom');
          if (next in PERIODS) onChange([...PERIODS[next as Period]]);
          else if (next === 'any') onChange(null);
        }}
        options={options}
      />
      {chosen === 'custom' && (
        <div className="grid grid-cols-2 gap-2">
          <DatePicker aria-label={`${name} ${t('from')}`} value={fixedDay(value[0])} onChange={day(0)} />
          <DatePicker aria-label={`${name} ${t('to')}`} value={fixedDay(value[1])} onChange={day(1)} />
        </div>
      )}
    </div>
  );
}
