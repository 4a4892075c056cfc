import { type FormEvent, useId, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useAccount, useGroups } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { CopyLine } from '@/ui/CopyLine';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { Select } from '@/ui/Select';
import { inviteUser, type Role, usePeopleChanged } from './api';
import locale from './locale';
import { ADMIN, groupOptions, roleOptions } from './options';
import { roleWords } from './roleWords';

/** Invites a colleague: who they are, what they may do; then the link to give them. */
export function InviteDialog({ roles, onClose }: { roles: readonly Role[]; onClose: () => void }) {
  const t = useText(locale);
  const form = useId();
  const groups = useGroups();
  const account = useAccount();
  const changed = usePeopleChanged();
  const [draft, setDraft] = useState({
    name: '',
    email: '',
    role: roles[0] ? String(roles[0].id) : ADMIN,
    group: '',
    language: account.language,
  });
  const [link, setLink] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiError | null>(null);
  const set = (patch: Partial<typeof draft>) => setDraft({ ...draft, ...patch });
  const role = roles.find((r) => String(r.id) === draft.role);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      const made = await inviteUser({
        name: draft.name.trim(),
        email: draft.email.trim(),
        language: draft.language,
        ...(draft.role === ADMIN ? { is_admin: true } : { role_id: Number(draft.role) }),
        ...(draft.group ? { group_id: Number(draft.group) } : {}),
      });
      setLink(made.invitation_url);
      await changed();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }

  if (link)
    return (
      <Dialog
        open
        title={t('inviteReady', { name: draft.name.trim() })}
        description={t('inviteReadyText')}
        onClose={onClose}
        footer={
          <Button size="form" variant="primary" onClick={onClose}>
            {t('done')}
          </Button>
        }
      >
        <CopyLine value={link} label={t('link')} />
      </Dialog>
    );
  return (
    <Dialog
      open
      title={t('invite')}
      onClose={onClose}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={form} size="form" variant="primary" loading={busy}>
            {t('inviteMake')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-4">
        <div className="grid gap-4 desk:grid-cols-2">
          <Field label={t('name')} error={fault?.field('name')} required>
            <Input
              autoComplete="off"
              maxLength={100}
              value={draft.name}
              onChange={(e) => set({ name: e.target.value })}
            />
          </Field>
          <Field label={t('email')} error={fault?.field('email')} required>
            <Input
              type="email"
              autoComplete="off"
              maxLength={200}
              value={draft.email}
              onChange={(e) => set({ email: e.target.value })}
            />
          </Field>
        </div>
        <Field
          label={t('role')}
          hint={draft.role === ADMIN ? t('adminWords') : role && roleWords(role.rights)}
          error={fault?.field('role_id')}
        >
          <Select value={draft.role} onChange={(next) => set({ role: next })} options={roleOptions(roles)} />
        </Field>
        <div className="grid gap-4 desk:grid-cols-2">
          {groups.length > 0 && (
            <Field label={t('group')} error={fault?.field('group_id')}>
              <Select value={draft.group} onChange={(next) => set({ group: next })} options={groupOptions(groups)} />
            </Field>
          )}
          <Field label={t('language')} error={fault?.field('language')}>
            <SegmentedControl
              className="self-start"
              label={t('language')}
              value={draft.language as 'ru' | 'en'}
              onChange={(language) => set({ language })}
              segments={[
                { value: 'ru', label: 'Русский' },
                { value: 'en', label: 'English' },
              ]}
            />
          </Field>
        </div>
        {fault && fault.fields.length === 0 && (
          <p role="alert" className="text-bad">
            {fault.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}
