import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useGroups, useMe } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { Table } from '@/ui/Table';
import { TableHeadCell } from '@/ui/TableHeadCell';
import { useWide } from '@/ui/useWide';
import { roles as rolesQuery, users } from './api';
import { InviteDialog } from './InviteDialog';
import locale from './locale';
import { sortUsers, stateOf, type UserState } from './model';
import { UserRow } from './UserRow';
import { UserSheet } from './UserSheet';

/** Everybody in the account: who is at work, who is invited, who left. */
export function UsersSection() {
  const t = useText(locale);
  const me = useMe();
  const groups = useGroups();
  const list = useQuery(users);
  const roles = useQuery(rolesQuery);
  const admin = can(useSession(), 'admin');
  const wide = useWide();
  const [shown, setShown] = useState<UserState>('active');
  const [inviting, setInviting] = useState(false);
  const [opened, setOpened] = useState<number | null>(null);

  if (list.isError) return <ErrorState compact error={list.error} onRetry={() => list.refetch()} />;
  const all = sortUsers(list.data ?? []);
  const count = (state: UserState) => all.filter((u) => stateOf(u) === state).length;
  // Those who are invited stand among those at work: they are colleagues already.
  const rows = all.filter((u) => (shown === 'inactive' ? stateOf(u) === 'inactive' : stateOf(u) !== 'inactive'));
  const user = all.find((u) => u.id === opened);
  const reason = admin ? undefined : t('adminOnly');
  const roleName = (id: number | null) => roles.data?.find((r) => r.id === id)?.name;

  return (
    <Block
      at="invite"
      text={t('usersLead')}
      actions={
        <Button
          variant="primary"
          icon={<UserPlus aria-hidden="true" size={16} />}
          reason={reason}
          onClick={() => setInviting(true)}
        >
          {t('invite')}
        </Button>
      }
    >
      {count('inactive') > 0 && (
        <SegmentedControl
          className="self-start"
          label={t('show')}
          value={shown === 'inactive' ? 'inactive' : 'active'}
          onChange={setShown}
          segments={[
            { value: 'active', label: t('atWork', { n: count('active') + count('invited') }) },
            { value: 'inactive', label: t('left', { n: count('inactive') }) },
          ]}
        />
      )}
      <Table label={t('users')} className="rounded-control border border-line">
        <thead>
          <tr>
            <TableHeadCell>{t('person')}</TableHeadCell>
            {wide && <TableHeadCell>{t('role')}</TableHeadCell>}
            {wide && <TableHeadCell>{t('group')}</TableHeadCell>}
            <TableHeadCell name={t('state')} />
          </tr>
        </thead>
        <tbody>
          {rows.map((u) => (
            <UserRow
              key={u.id}
              user={u}
              isMe={u.id === me.id}
              role={u.is_admin ? t('administrator') : roleName(u.role_id)}
              group={groups.find((g) => g.id === u.group_id)?.name}
              onOpen={() => setOpened(u.id)}
            />
          ))}
        </tbody>
      </Table>
      {inviting && <InviteDialog roles={roles.data ?? []} onClose={() => setInviting(false)} />}
      {user && (
        <UserSheet
          key={user.id}
          user={user}
          users={all}
          roles={roles.data ?? []}
          reason={reason}
          onClose={() => setOpened(null)}
        />
      )}
    </Block>
  );
}
