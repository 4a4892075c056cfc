import { useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { Switch } from '@/ui/Switch';
import { deleteWebhook, rotateSecret, testWebhook, updateWebhook, type Webhook, webhooks } from './api';
import { DeliveryLog } from './DeliveryLog';
import locale from './locale';
import { SecretDialog } from './SecretDialog';
import { WebhookSheet } from './WebhookSheet';
import { patternsName } from './words';

/** One address: on or off, a ping, its secret, what was delivered. */
export function WebhookPage({ webhook: w, onClose }: { webhook: Webhook; onClose: () => void }) {
  const t = useText(locale);
  const queries = useQueryClient();
  const [editing, setEditing] = useState(false);
  const [secret, setSecret] = useState('');
  const refresh = () => queries.invalidateQueries({ queryKey: ['webhooks'] });

  async function turn(on: boolean) {
    const show = (value: boolean) =>
      queries.setQueryData(webhooks.queryKey, (all) => all?.map((x) => (x.id === w.id ? { ...x, is_on: value } : x)));
    show(on);
    if (!(await attempt(updateWebhook(w.id, { is_on: on }).finally(refresh)))) show(!on);
  }
  async function rotate() {
    const yes = await confirm({ title: t('rotateAsk'), body: t('rotateText'), action: t('rotate'), danger: true });
    if (yes) await attempt(rotateSecret(w.id).then(setSecret));
  }
  async function remove() {
    const yes = await confirm({
      title: t('deleteAsk', { name: w.name || w.url }),
      body: t('deleteText'),
      action: t('del'),
      danger: true,
    });
    if (yes && (await attempt(deleteWebhook(w.id).finally(refresh), { said: t('deleted') }))) onClose();
  }

  return (
    <>
      <Block
        text={
          <Button
            variant="ghost"
            className="-ml-2.5"
            icon={<ArrowLeft aria-hidden="true" size={16} />}
            onClick={onClose}
          >
            {t('allWebhooks')}
          </Button>
        }
        actions={<Switch label={t('on')} checked={w.is_on} onChange={(on) => void turn(on)} />}
      >
        <div className="rounded-control border border-line bg-surface p-3">
          {w.name && <div className="font-medium">{w.name}</div>}
          <div className="font-mono text-small break-all">{w.url}</div>
          <div className="mt-1 text-muted">{patternsName(w.kinds)}</div>
          {w.paused_because && (
            <p role="status" className="mt-2 text-bad">
              {t('pausedWhy', { why: w.paused_because })}
            </p>
          )}
          {w.is_on && w.failing_since && (
            <p role="status" className="mt-2 text-bad">
              {t('failingSince', { when: formatWhen(w.failing_since, { time: true }) })}
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-2">
          <Button
            reason={w.is_on ? undefined : t('switchOnFirst')}
            onClick={() => void attempt(testWebhook(w.id).finally(refresh), { said: t('pinged') })}
          >
            {t('test')}
          </Button>
          <Button onClick={() => setEditing(true)}>{t('edit')}</Button>
          <Button onClick={() => void rotate()}>{t('rotate')}</Button>
          <Button variant="ghost" className="ml-auto" onClick={() => void remove()}>
            {t('del')}
          </Button>
        </div>
      </Block>
      <DeliveryLog webhook={w} />
      {editing && <WebhookSheet webhook={w} onClose={() => setEditing(false)} />}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret('')} />}
    </>
  );
}
