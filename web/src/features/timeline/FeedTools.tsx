import { usePeople } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { DatePicker } from '@/ui/DatePicker';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { Switch } from '@/ui/Switch';
import type { FeedView } from './model';
import locale from './toolsLocale';

/** What narrows or widens a feed: whose doing it is, up to which day, with linked cards or without. */
export function FeedTools({ view, onChange }: { view: FeedView; onChange: (view: FeedView) => void }) {
  const t = useText(locale);
  const people = usePeople();
  return (
    <div className="flex flex-col gap-3">
      <Field label={t('person')}>
        <Select
          value={String(view.actor ?? 0)}
          onChange={(id) => onChange({ ...view, actor: Number(id) || undefined })}
          options={[{ value: '0', label: t('anyone') }, ...people.map((p) => ({ value: String(p.id), label: p.name }))]}
        />
      </Field>
      <Field label={t('day')} hint={t('dayHint')}>
        <DatePicker value={view.day ?? null} onChange={(day) => onChange({ ...view, day: day ?? undefined })} />
      </Field>
      <Switch
        label={t('linked')}
        hint={t('linkedHint')}
        checked={view.linked ?? false}
        onChange={(linked) => onChange({ ...view, linked: linked || undefined })}
      />
    </div>
  );
}
