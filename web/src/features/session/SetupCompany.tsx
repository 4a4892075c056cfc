import { useMemo } from 'react';
import { useLang, useText } from '@/lib/i18n';
import { Combobox } from '@/ui/Combobox';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { SegmentedControl } from '@/ui/SegmentedControl';
import locale from './locale';
import { CURRENCIES, type Draft } from './model';

export interface StepProps {
  draft: Draft;
  change: (patch: Partial<Draft>) => void;
  /** The fault of a field, by its name here and its path on the server. */
  error: (field: keyof Draft, path?: string) => string | undefined;
}

/** Language, name, currency and time zone of the account. */
export function SetupCompany({ draft, change, error }: StepProps) {
  const t = useText(locale);
  const lang = useLang();
  const currencies = useMemo(() => {
    const names = new Intl.DisplayNames(lang, { type: 'currency' });
    return CURRENCIES.map((code) => ({ value: code as string, label: `${code} · ${names.of(code) ?? code}` }));
  }, [lang]);
  const zones = useMemo(() => Intl.supportedValuesOf('timeZone').map((zone) => zoneOption(zone, lang)), [lang]);
  return (
    <>
      <Field label={t('language')}>
        <SegmentedControl
          className="self-start"
          label={t('language')}
          value={draft.language}
          onChange={(language) => change({ language })}
          segments={[
            { value: 'ru', label: 'Русский' },
            { value: 'en', label: 'English' },
          ]}
        />
      </Field>
      <Field label={t('company')} error={error('company')} required>
        <Input
          autoFocus
          name="organization"
          autoComplete="organization"
          maxLength={200}
          placeholder={t('companyExample')}
          value={draft.company}
          onChange={(e) => change({ company: e.target.value })}
        />
      </Field>
      <div className="grid gap-4 desk:grid-cols-2">
        <Field label={t('currency')} hint={t('currencyHint')} error={error('currency')}>
          <Combobox
            clearable={false}
            options={currencies}
            value={currencies.find((c) => c.value === draft.currency) ?? null}
            onChange={(c) => c && change({ currency: c.value })}
          />
        </Field>
        <Field label={t('timeZone')} error={error('timeZone', 'time_zone')}>
          <Combobox
            clearable={false}
            options={zones}
            value={zones.find((z) => z.value === draft.timeZone) ?? zoneOption(draft.timeZone, lang)}
            onChange={(z) => z && change({ timeZone: z.value })}
          />
        </Field>
      </div>
    </>
  );
}

function zoneOption(zone: string, lang: string) {
  let offset = '';
  try {
    offset =
      new Intl.DateTimeFormat(lang, { timeZone: zone, timeZoneName: 'shortOffset' })
        .formatToParts()
        .find((p) => p.type === 'timeZoneName')?.value ?? '';
  } catch {
    // A zone this browser does not know is still a zone.
  }
  return { value: zone, label: zone.replace(/_/g, ' '), hint: offset };
}
