import { useText } from '@/lib/i18n';
import { NumberInput } from '@/ui/NumberInput';
import { Select } from '@/ui/Select';
import locale from './locale';
import type { Delay } from './model';

/** So many minutes, hours, days or weeks from the event. */
export function DelayInput({ value, onChange }: { value: Delay | undefined; onChange: (delay: Delay) => void }) {
  const t = useText(locale);
  const delay: Delay = value ?? { amount: 1, unit: 'days' };
  return (
    <div className="flex gap-2">
      <NumberInput
        className="w-[88px]!"
        min={0}
        max={9999}
        value={delay.amount}
        onChange={(amount) => onChange({ ...delay, amount: amount ?? 0 })}
      />
      <Select<Delay['unit']>
        className="max-w-[160px]"
        aria-label={t('unit')}
        value={delay.unit}
        onChange={(unit) => onChange({ ...delay, unit })}
        options={(['minutes', 'hours', 'days', 'weeks'] as const).map((u) => ({
          value: u,
          label: t(`unit_${u}`, { n: delay.amount }),
        }))}
      />
    </div>
  );
}
