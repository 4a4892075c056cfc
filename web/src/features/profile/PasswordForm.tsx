import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useMe } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { toast } from '@/ui/toast';
import { sessions, updateMe } from './api';
import locale from './locale';
import { passwordFault } from './model';

const EMPTY = { old: '', next: '', again: '' };

/** Changes the password; every other browser is signed out. */
export function PasswordForm() {
  const t = useText(locale);
  const me = useMe();
  const queries = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiError | null>(null);
  const wrong = passwordFault(draft.next, draft.again);
  const set = (patch: Partial<typeof EMPTY>) => {
    setFault(null);
    setDraft({ ...draft, ...patch });
  };

  async function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (wrong || busy) return;
    setBusy(true);
    try {
      await updateMe({ password: { old: draft.old, new: draft.next } });
      setDraft(EMPTY);
      setTried(false);
      toast({ text: t('passwordChanged'), tone: 'ok' });
      await queries.invalidateQueries({ queryKey: sessions.queryKey });
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }

  const general = fault && fault.fields.length === 0 ? fault.message : undefined;
  return (
    <Block title={t('password')} text={t('passwordText')} at="password">
      <form onSubmit={submit} className="flex max-w-[360px] flex-col gap-3">
        <input type="hidden" name="email" autoComplete="username" value={me.email} readOnly />
        <Field label={t('passwordOld')} error={fault?.field('password.old') ?? general}>
          <Input
            type="password"
            autoComplete="current-password"
            value={draft.old}
            onChange={(e) => set({ old: e.target.value })}
          />
        </Field>
        <Field
          label={t('passwordNew')}
          hint={t('passwordHint')}
          error={fault?.field('password.new') ?? (tried && wrong === 'short' ? t('passwordShort') : undefined)}
        >
          <Input
            type="password"
            autoComplete="new-password"
            value={draft.next}
            onChange={(e) => set({ next: e.target.value })}
          />
        </Field>
        <Field label={t('passwordAgain')} error={tried && wrong === 'differ' ? t('passwordDiffer') : undefined}>
          <Input
            type="password"
            autoComplete="new-password"
            value={draft.again}
            onChange={(e) => set({ again: e.target.value })}
          />
        </Field>
        <Button
          type="submit"
          size="form"
          variant="primary"
          className="self-start"
          loading={busy}
          disabled={!draft.old || !draft.next}
        >
          {t('passwordSave')}
        </Button>
      </form>
    </Block>
  );
}
