import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { CopyLine } from '@/ui/CopyLine';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { createToken, tokens } from './api';
import locale from './locale';
import { TOKEN_DAYS } from './model';

/** Makes a token; its text is shown once, here. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const t = useText(locale);
  const form = useId();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState('365');
  const [made, setMade] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiError | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || !name.trim()) return;
    setBusy(true);
    try {
      setMade((await createToken(name.trim(), Number(days))).token);
      await queries.invalidateQueries({ queryKey: tokens.queryKey });
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }

  if (made)
    return (
      <Dialog
        open
        title={t('tokenReady')}
        description={t('tokenReadyText')}
        onClose={onClose}
        footer={
          <Button size="form" variant="primary" onClick={onClose}>
            {t('kept')}
          </Button>
        }
      >
        <CopyLine value={made} label={t('token')} />
      </Dialog>
    );
  return (
    <Dialog
      open
      size="small"
      title={t('newToken')}
      onClose={onClose}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={form} size="form" variant="primary" loading={busy} disabled={!name.trim()}>
            {t('make')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={t('tokenName')}
          hint={t('tokenNameHint')}
          error={fault?.field('name') ?? (fault && fault.fields.length === 0 ? fault.message : undefined)}
          required
        >
          <Input maxLength={100} value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
        <Field label={t('tokenLife')} error={fault?.field('days')}>
          <Select
            value={days}
            onChange={setDays}
            options={TOKEN_DAYS.map((d) => ({ value: String(d), label: t(`days${d}`) }))}
          />
        </Field>
      </form>
    </Dialog>
  );
}
