import { useState } from 'react';
import { ApiError } from '@/lib/api';
import { useGroups } from '@/lib/bootstrap';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { Field } from '@/ui/Field';
import { InlineEdit } from '@/ui/InlineEdit';
import { Select } from '@/ui/Select';
import { Sheet } from '@/ui/Sheet';
import { inviteAgain, type Role, removeUser, type User, updateUser, usePeopleChanged } from './api';
import { InviteLink } from './InviteLink';
import { LeaveDialog } from './LeaveDialog';
import locale from './locale';
import { stateOf } from './model';
import { ADMIN, groupOptions, roleOptions } from './options';
import { roleWords } from './roleWords';

/** What can be set for one person: name, role, group; leaving and coming back. Changes are saved at once. */
export function UserSheet({
  user,
  users,
  roles,
  reason,
  onClose,
}: {
  user: User;
  users: readonly User[];
  roles: readonly Role[];
  /** Why nothing can be changed here. */
  reason: string | undefined;
  onClose: () => void;
}) {
  const t = useText(locale);
  const groups = useGroups();
  const changed = usePeopleChanged();
  const [leaving, setLeaving] = useState(false);
  const [fault, setFault] = useState<{ where: string; message: string } | null>(null);
  const state = stateOf(user);
  const role = user.is_admin ? ADMIN : user.role_id ? String(user.role_id) : null;

  /** The server's reason (the last administrator) stands beside what was changed. */
  async function put(where: string, patch: Parameters<typeof updateUser>[1], back: typeof patch, said: string) {
    setFault(null);
    try {
      await updateUser(user.id, patch);
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault({ where, message: refusal.fields[0]?.message ?? refusal.message });
      return;
    } finally {
      await changed();
    }
    await attempt(Promise.resolve(), {
      said,
      undo: () => attempt(updateUser(user.id, back).finally(changed)),
    });
  }
  const roleBack = { is_admin: user.is_admin, role_id: user.role_id ?? 0 };
  const setRole = (next: string) =>
    put(
      'role',
      next === ADMIN ? { is_admin: true } : { is_admin: false, role_id: Number(next) },
      roleBack,
      t('roleChanged', { name: user.name }),
    );

  async function cancelInvitation() {
    const yes = await confirm({
      title: t('cancelInviteAsk', { name: user.name || user.email }),
      body: t('cancelInviteText'),
      action: t('cancelInvite'),
      danger: true,
    });
    if (!yes) return;
    onClose();
    await attempt(removeUser(user.id).finally(changed), { said: t('inviteCancelled') });
  }
  const comeBack = () =>
    attempt(updateUser(user.id, { is_active: true }).finally(changed), { said: t('cameBack', { name: user.name }) });

  return (
    <Sheet open title={user.name || user.email} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-muted">
          {user.email}
          {' · '}
          {t('since', { when: formatWhen(user.created_at) })}
        </p>
        <Field label={t('name')} error={fault?.where === 'name' ? fault.message : undefined}>
          <InlineEdit
            value={user.name}
            label={t('name')}
            reason={reason}
            className="border-line!"
            onSave={(name) =>
              name.trim() && void put('name', { name: name.trim() }, { name: user.name }, t('nameChanged'))
            }
          />
        </Field>
        <Field
          label={t('role')}
          hint={
            user.is_admin
              ? t('adminWords')
              : roleWords(roles.find((r) => r.id === user.role_id)?.rights ?? { entities: {} })
          }
          error={fault?.where === 'role' ? fault.message : undefined}
        >
          <Select
            value={role}
            disabled={!!reason || state === 'inactive'}
            placeholder={t('noRole')}
            onChange={(next) => void setRole(next)}
            options={roleOptions(roles)}
          />
        </Field>
        <Field label={t('group')} error={fault?.where === 'group' ? fault.message : undefined}>
          <Select
            value={user.group_id ? String(user.group_id) : ''}
            disabled={!!reason || state === 'inactive'}
            onChange={(next) =>
              void put(
                'group',
                { group_id: Number(next) },
                { group_id: user.group_id ?? 0 },
                t('groupChanged', { name: user.name }),
              )
            }
            options={groupOptions(groups)}
          />
        </Field>
        {!reason && state === 'invited' && (
          <>
            <InviteLink make={() => inviteAgain(user.id)} />
            <Button className="self-start" onClick={() => void cancelInvitation()}>
              {t('cancelInvite')}
            </Button>
          </>
        )}
        {!reason && state === 'active' && (
          <div className="border-t border-line pt-4">
            <Button className="self-start" onClick={() => setLeaving(true)}>
              {t('deactivate')}
            </Button>
            <p className="mt-1.5 text-small text-muted">{t('deactivateText')}</p>
          </div>
        )}
        {!reason && state === 'inactive' && (
          <div className="border-t border-line pt-4">
            <Button variant="primary" onClick={() => void comeBack()}>
              {t('restore')}
            </Button>
            <p className="mt-1.5 text-small text-muted">{t('restoreText')}</p>
          </div>
        )}
      </div>
      {leaving && <LeaveDialog user={user} users={users} onClose={() => setLeaving(false)} onDone={onClose} />}
    </Sheet>
  );
}
