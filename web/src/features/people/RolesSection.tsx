import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import { roles as rolesQuery, users as usersQuery } from './api';
import locale from './locale';
import { startingRights } from './model';
import { RoleEditor } from './RoleEditor';
import { RoleLine } from './RoleLine';

/** The roles, each said in sentences; one is opened to be changed. */
export function RolesSection() {
  const t = useText(locale);
  const navigate = useNavigate();
  const { id } = useSearch({ strict: false }) as { id?: number };
  const list = useQuery(rolesQuery);
  const users = useQuery(usersQuery);
  const admin = can(useSession(), 'admin');
  const [making, setMaking] = useState(false);
  const reason = admin ? undefined : t('adminOnly');
  const open = (next?: number) =>
    void navigate({ to: '/settings/$section', params: { section: 'roles' }, search: next ? { id: next } : {} });

  if (list.isError) return <ErrorState compact error={list.error} onRetry={() => list.refetch()} />;
  const roles = list.data ?? [];
  const holders = (role: number) =>
    (users.data ?? []).filter((u) => u.role_id === role && !u.is_admin && (u.is_active || u.is_invited));
  const role = roles.find((r) => r.id === id);
  if (making)
    return (
      <RoleEditor
        role={{ id: 0, name: '', rights: startingRights() }}
        holders={0}
        reason={reason}
        onClose={() => setMaking(false)}
        onSaved={() => setMaking(false)}
      />
    );
  if (role)
    return (
      <RoleEditor
        key={role.id}
        role={role}
        holders={holders(role.id).length}
        reason={reason}
        onClose={() => open()}
        onSaved={() => open()}
      />
    );
  return (
    <Block
      at="rights"
      text={t('rolesLead')}
      actions={
        <Button
          variant="primary"
          icon={<Plus aria-hidden="true" size={16} />}
          reason={reason}
          onClick={() => setMaking(true)}
        >
          {t('newRole')}
        </Button>
      }
    >
      <ul aria-label={t('roles')} className="overflow-hidden rounded-control border border-line bg-surface">
        {roles.map((r) => (
          <RoleLine key={r.id} role={r} holders={holders(r.id)} onOpen={() => open(r.id)} />
        ))}
        <li className="px-4 py-3">
          <div className="font-medium">{t('administrator')}</div>
          <p className="mt-0.5 text-muted">{t('adminWords')}</p>
        </li>
      </ul>
    </Block>
  );
}
