import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Select } from '@/ui/Select';
import { toast } from '@/ui/toast';
import { deleteSmtp, noticeSettings, type Smtp, type SmtpDraft, saveSmtp, smtp, testSmtp } from './api';
import locale from './locale';

const PORTS = { tls: 465, starttls: 587, none: 25 };

/** A wrong value hurts, so it waits for Save; the letter to oneself proves it. */
export function MailForm({ kept }: { kept: Smtp }) {
  const t = useText(locale);
  const queries = useQueryClient();
  const [draft, setDraft] = useState<SmtpDraft>({
    host: kept.host,
    port: kept.port,
    security: kept.security,
    user_name: kept.user_name,
    from_email: kept.from_email,
    from_name: kept.from_name,
  });
  const [fault, setFault] = useState<ApiError | null>(null);
  const [busy, setBusy] = useState<'save' | 'test' | null>(null);
  const [dirty, setDirty] = useState(false);
  const set = (patch: Partial<SmtpDraft>) => {
    setDraft({ ...draft, ...patch });
    setDirty(true);
  };
  const settle = () => {
    void queries.invalidateQueries({ queryKey: smtp.queryKey });
    void queries.invalidateQueries({ queryKey: noticeSettings.queryKey });
  };

  async function save(event: FormEvent) {
    event.preventDefault();
    setBusy('save');
    setFault(null);
    try {
      await saveSmtp(draft);
      setDirty(false);
      toast({ text: t('saved'), tone: 'ok' });
      settle();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(null);
    }
  }

  async function test() {
    setBusy('test');
    await attempt(testSmtp().then((email) => toast({ text: t('tested', { email }), tone: 'ok' })));
    setBusy(null);
    settle();
  }

  async function remove() {
    if (!(await confirm({ title: t('removeAsk'), body: t('removeText'), action: t('remove') }))) return;
    await attempt(deleteSmtp(), { said: t('removed') });
    settle();
  }

  const text = (name: 'host' | 'user_name' | 'from_email' | 'from_name', label: string, more = {}) => (
    <Field label={label} error={fault?.field(name)}>
      <Input
        spellCheck={false}
        autoComplete="off"
        value={draft[name] ?? ''}
        onChange={(e) => set({ [name]: e.target.value })}
        {...more}
      />
    </Field>
  );
  return (
    <Block text={t('mailText')}>
      {kept.error && (
        <p role="alert" className="mb-4 rounded-control bg-warn-soft px-3 py-2 text-warn">
          {t('failing')}: {kept.error}
        </p>
      )}
      <form className="flex max-w-[560px] flex-col gap-4" onSubmit={(event) => void save(event)}>
        <div data-at="smtp" className="grid gap-4 desk:grid-cols-[1fr_120px]">
          {text('host', t('host'), { placeholder: 'smtp.example.com', required: true })}
          <Field label={t('port')} error={fault?.field('port')}>
            <Input
              inputMode="numeric"
              value={String(draft.port || '')}
              onChange={(e) => set({ port: Number(e.target.value.replace(/\D/g, '').slice(0, 5)) })}
            />
          </Field>
        </div>
        <Field label={t('security')} error={fault?.field('security')}>
          <Select
            value={draft.security}
            onChange={(value) => {
              const security = value as SmtpDraft['security'];
              set({ security, port: PORTS[security] });
            }}
            options={[
              { value: 'starttls', label: t('securityStart') },
              { value: 'tls', label: t('securityTls') },
              { value: 'none', label: t('securityNone') },
            ]}
          />
        </Field>
        {draft.security !== 'none' && (
          <div className="grid gap-4 desk:grid-cols-2">
            {text('user_name', t('userName'))}
            <Field
              label={t('password')}
              hint={kept.has_password ? t('passwordKept') : undefined}
              error={fault?.field('password')}
            >
              <Input
                type="password"
                autoComplete="new-password"
                value={draft.password ?? ''}
                onChange={(e) => set({ password: e.target.value })}
              />
            </Field>
          </div>
        )}
        <div className="grid gap-4 desk:grid-cols-2">
          {text('from_email', t('fromEmail'), { type: 'email', required: true })}
          {text('from_name', t('fromName'))}
        </div>
        {fault && fault.fields.length === 0 && <p className="text-bad">{fault.message}</p>}
        <div className="flex flex-wrap gap-2">
          <Button type="submit" size="form" variant="primary" loading={busy === 'save'} disabled={!dirty}>
            {t('save')}
          </Button>
          {kept.is_set && (
            <>
              <Button size="form" loading={busy === 'test'} disabled={dirty} onClick={() => void test()}>
                {t('test')}
              </Button>
              <Button size="form" variant="ghost" onClick={() => void remove()}>
                {t('remove')}
              </Button>
            </>
          )}
        </div>
        <p className="text-small text-muted">{t('linksLead', { url: kept.base_url })}</p>
      </form>
    </Block>
  );
}
