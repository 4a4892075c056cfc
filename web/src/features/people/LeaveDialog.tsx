import { useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/Button';
import { Combobox } from '@/ui/Combobox';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { toast } from '@/ui/toast';
import { removeUser, type User, usePeopleChanged } from './api';
import locale from './locale';
import { stateOf } from './model';

/** Somebody leaves: another takes over the deals, contacts, companies and tasks. */
export function LeaveDialog({
  user,
  users,
  onClose,
  onDone,
}: {
  user: User;
  users: readonly User[];
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useText(locale);
  const changed = usePeopleChanged();
  const others = users
    .filter((u) => u.id !== user.id && stateOf(u) === 'active')
    .map((u) => ({ value: String(u.id), label: u.name, hint: u.email, icon: <Avatar name={u.name} size={20} /> }));
  const [to, setTo] = useState(others.length === 1 ? (others[0] ?? null) : null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiError | null>(null);

  async function go() {
    if (!to) return;
    setBusy(true);
    setFault(null);
    try {
      await removeUser(user.id, Number(to.value));
      await changed();
      toast({ text: t('deactivated', { name: user.name, to: to.label }) });
      onDone();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      size="small"
      title={t('deactivateAsk', { name: user.name })}
      description={t('deactivateText')}
      onClose={onClose}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            size="form"
            variant="danger"
            loading={busy}
            reason={to ? undefined : t('successorFirst')}
            onClick={() => void go()}
          >
            {t('deactivate')}
          </Button>
        </>
      }
    >
      <Field
        label={t('successor')}
        hint={others.length === 0 ? t('nobodyElse') : t('successorHint')}
        error={fault?.field('successor_id') ?? (fault && fault.fields.length === 0 ? fault.message : undefined)}
        required
      >
        <Combobox clearable={false} disabled={others.length === 0} options={others} value={to} onChange={setTo} />
      </Field>
    </Dialog>
  );
}
