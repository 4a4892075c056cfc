import { useMemo, useState } from 'react';
import { ApiError } from '@/lib/api';
import type { Bootstrap } from '@/lib/bootstrap';
import { useLang, useText } from '@/lib/i18n';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { Combobox } from '@/ui/Combobox';
import { confirm } from '@/ui/confirm';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { toast } from '@/ui/toast';
import locale from './locale';
import { currencyOptions, zoneOption, zoneOptions } from './world';

type Account = Bootstrap['me']['account'];
type Basics = Pick<Account, 'currency' | 'time_zone' | 'subdomain'>;

/** Currency, time zone and address: a wrong value hurts, so they wait for Save and say what follows. */
export function AccountBasics({
  account,
  onSave,
  reason,
}: {
  account: Account;
  onSave: (patch: Partial<Account>) => Promise<unknown>;
  reason: string | undefined;
}) {
  const t = useText(locale);
  const lang = useLang();
  const [draft, setDraft] = useState<Partial<Basics>>({});
  const [fault, setFault] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState(false);
  const now: Basics = {
    currency: account.currency,
    time_zone: account.time_zone,
    subdomain: account.subdomain,
    ...draft,
  };
  const dirty = (Object.keys(draft) as (keyof Basics)[]).some((k) => now[k] !== account[k]);
  const currencies = useMemo(() => currencyOptions(lang), [lang]);
  const zones = useMemo(() => zoneOptions(lang), [lang]);
  const set = (patch: Partial<Basics>) => setDraft({ ...draft, ...patch });

  async function save() {
    const warnings = [
      now.currency !== account.currency && t('askCurrency', { code: now.currency }),
      now.subdomain !== account.subdomain && t('askSubdomain'),
    ].filter((w): w is string => !!w);
    if (
      warnings.length > 0 &&
      !(await confirm({ title: t('askAccount'), body: warnings.join(' '), action: t('save'), danger: false }))
    )
      return;
    setBusy(true);
    setFault(null);
    try {
      await onSave(now);
      setDraft({});
      toast({ text: t('saved'), tone: 'ok' });
    } catch (refusal) {
      if (refusal instanceof ApiError) setFault(refusal);
      else throw refusal;
    } finally {
      setBusy(false);
    }
  }

  const general = fault && fault.fields.length === 0 ? fault.message : undefined;
  return (
    <Block title={t('moneyTime')} text={t('moneyTimeText')}>
      <form
        className="flex max-w-[560px] flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (dirty) void save();
        }}
      >
        <div data-at="currency">
          <Field label={t('currency')} hint={t('currencyHint')} error={fault?.field('currency')}>
            <Combobox
              clearable={false}
              disabled={!!reason}
              options={currencies}
              value={currencies.find((c) => c.value === now.currency) ?? { value: now.currency, label: now.currency }}
              onChange={(c) => c && set({ currency: c.value })}
            />
          </Field>
        </div>
        <div data-at="time-zone">
          <Field label={t('timeZone')} hint={t('timeZoneHint')} error={fault?.field('time_zone')}>
            <Combobox
              clearable={false}
              disabled={!!reason}
              options={zones}
              value={zones.find((z) => z.value === now.time_zone) ?? zoneOption(now.time_zone, lang)}
              onChange={(z) => z && set({ time_zone: z.value })}
            />
          </Field>
        </div>
        <div data-at="subdomain">
          <Field label={t('subdomain')} hint={t('subdomainHint')} error={fault?.field('subdomain') ?? general}>
            <Input
              disabled={!!reason}
              autoComplete="off"
              spellCheck={false}
              maxLength={63}
              value={now.subdomain}
              onChange={(e) => set({ subdomain: e.target.value })}
            />
          </Field>
        </div>
        <div className="flex gap-2">
          <Button type="submit" size="form" variant="primary" loading={busy} disabled={!dirty} reason={reason}>
            {t('save')}
          </Button>
          {dirty && (
            <Button size="form" variant="ghost" onClick={() => setDraft({})}>
              {t('cancel')}
            </Button>
          )}
        </div>
      </form>
    </Block>
  );
}
