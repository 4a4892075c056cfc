import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Sheet } from '@/ui/Sheet';
import { createWebhook, kinds as kindsQuery, updateWebhook, type Webhook } from './api';
import { KindPicker } from './KindPicker';
import locale from './locale';
import { fromPatterns, toPatterns } from './model';
import { SecretDialog } from './SecretDialog';

/** Address, name and events of a webhook. A new one then shows its secret. */
export function WebhookSheet({ webhook, onClose }: { webhook: Webhook | null; onClose: () => void }) {
  const t = useText(locale);
  const form = useId();
  const queries = useQueryClient();
  const known = useQuery(kindsQuery).data ?? [];
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [name, setName] = useState(webhook?.name ?? '');
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [secret, setSecret] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiError | null>(null);
  const now = chosen ?? fromPatterns(webhook?.kinds ?? ['deal.created', 'deal.status_changed'], known);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    // What was not touched stays as it was, patterns of other programs included.
    const kinds = chosen || !webhook ? toPatterns(now, known) : webhook.kinds;
    try {
      const body = { name: name.trim(), url: url.trim(), kinds };
      if (webhook) await updateWebhook(webhook.id, body);
      else setSecret((await createWebhook(body)).secret);
      await queries.invalidateQueries({ queryKey: ['webhooks'] });
      if (webhook) onClose();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }

  if (secret) return <SecretDialog secret={secret} onClose={onClose} />;
  return (
    <Sheet
      open
      title={webhook ? t('edit') : t('newWebhook')}
      onClose={onClose}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            form={form}
            size="form"
            variant="primary"
            loading={busy}
            disabled={!url.trim() || known.length === 0}
          >
            {webhook ? t('save') : t('make')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('url')} hint={t('urlHint')} error={fault?.field('url')} required>
          <Input
            type="url"
            inputMode="url"
            autoComplete="off"
            placeholder="https://example.com/hooks/crm"
            maxLength={2000}
            value={url}
            onChange={(e) => setUrl(e.target.value)}
          />
        </Field>
        <Field label={t('name')} error={fault?.field('name')}>
          <Input maxLength={100} value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
        <KindPicker
          known={known}
          value={now}
          error={fault?.fields.find((f) => f.path.startsWith('kinds'))?.message}
          onChange={setChosen}
        />
        {fault && fault.fields.length === 0 && (
          <p role="alert" className="text-bad">
            {fault.message}
          </p>
        )}
      </form>
    </Sheet>
  );
}
