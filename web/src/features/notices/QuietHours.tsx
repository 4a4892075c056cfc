import { useText } from '@/lib/i18n';
import { Block } from '@/ui/Block';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { Switch } from '@/ui/Switch';
import type { NoticePatch, NoticeSettings } from './api';
import locale from './locale';
import { fromClock, toClock } from './model';

const LEADS = { 0: 'lead0', 5: 'lead5', 15: 'lead15', 60: 'lead60' } as const;

/** How long before its time a task is told of, and when nothing is. */
export function QuietHours({
  settings,
  onChange,
}: {
  settings: NoticeSettings;
  onChange: (patch: NoticePatch) => void;
}) {
  const t = useText(locale);
  const clock = (name: 'quiet_from' | 'quiet_until', label: string) => (
    <Field label={label}>
      <Input
        type="time"
        className="w-[110px]"
        value={toClock(settings[name])}
        onChange={(event) => {
          const minutes = fromClock(event.target.value);
          if (minutes !== null) onChange({ [name]: minutes });
        }}
      />
    </Field>
  );
  return (
    <Block title={t('timesTitle')}>
      <div data-at="lead" className="max-w-[280px]">
        <Field label={t('lead')} hint={t('leadHint')}>
          <Select
            value={String(settings.lead_minutes)}
            onChange={(value) => onChange({ lead_minutes: Number(value) })}
            options={Object.entries(LEADS).map(([value, key]) => ({ value, label: t(key) }))}
          />
        </Field>
      </div>
      <div data-at="quiet" className="mt-4 flex flex-col gap-3">
        <Switch
          checked={settings.is_quiet}
          onChange={(is_quiet) => onChange({ is_quiet })}
          label={t('quiet')}
          hint={t('quietHint')}
        />
        {settings.is_quiet && (
          <div className="flex gap-3">
            {clock('quiet_from', t('quietFrom'))}
            {clock('quiet_until', t('quietUntil'))}
          </div>
        )}
      </div>
    </Block>
  );
}
