import { useQuery } from '@tanstack/react-query';
import { Ellipsis, Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { type Bootstrap, useGroups, usePeople } from '@/lib/bootstrap';
import { asIs, moved, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { EmptyState } from '@/ui/EmptyState';
import { Input } from '@/ui/Input';
import { SortableList } from '@/ui/SortableList';
import { createGroup, deleteGroup, updateGroup, users as usersQuery } from './api';
import { GroupRow } from './GroupRow';
import locale from './locale';

type Group = Bootstrap['groups'][number];

/** The departments: their heads, who is in them. Rights may reach as far as one's group. */
export function GroupsSection() {
  const t = useText(locale);
  const groups = useGroups();
  const people = usePeople();
  const change = useChange();
  const admin = can(useSession(), 'admin');
  const invited = useQuery(usersQuery);
  const [name, setName] = useState('');
  const reason = admin ? undefined : t('adminOnly');

  const put = (g: Group, patch: { name?: string; head_id?: number }) =>
    change(
      (boot) => ({
        ...boot,
        groups: boot.groups.map((x) =>
          x.id === g.id
            ? { ...x, ...patch, head_id: patch.head_id === undefined ? x.head_id : patch.head_id || null }
            : x,
        ),
      }),
      () => updateGroup(g.id, patch),
    );
  const order = (from: number, to: number) => {
    const next = moved(groups, from, to);
    const send = () =>
      Promise.all(next.map((g, i) => (groups[i]?.id === g.id ? null : updateGroup(g.id, { position: i + 1 }))));
    return attempt(change((boot) => ({ ...boot, groups: next }), send));
  };
  async function add(event: FormEvent) {
    event.preventDefault();
    if (name.trim() && (await attempt(change(asIs, () => createGroup(name.trim()))))) setName('');
  }
  async function remove(g: Group) {
    const yes = await confirm({
      title: t('deleteGroupAsk', { name: g.name }),
      body: t('deleteGroupText'),
      action: t('del'),
      danger: true,
    });
    if (yes)
      await attempt(
        change(
          (boot) => ({ ...boot, groups: boot.groups.filter((x) => x.id !== g.id) }),
          () => deleteGroup(g.id),
        ),
      );
  }

  return (
    <Block text={t('groupsLead')} at="heads">
      {groups.length === 0 ? (
        <EmptyState compact title={t('noGroups')} text={t('noGroupsText')} />
      ) : (
        <div className="overflow-hidden rounded-control border border-line bg-surface">
          <SortableList
            label={t('groups')}
            disabled={!admin}
            items={groups}
            getKey={(g) => String(g.id)}
            getName={(g) => g.name}
            onMove={(from, to) => void order(from, to)}
            renderItem={(g) => (
              <GroupRow
                group={g}
                people={people.filter((p) => p.is_active)}
                members={(invited.data ?? []).filter((u) => u.group_id === g.id && (u.is_active || u.is_invited))}
                reason={reason}
                onRename={(next) =>
                  void attempt(put(g, { name: next }), {
                    said: t('nameChanged'),
                    undo: () => attempt(put(g, { name: g.name })),
                  })
                }
                onHead={(id) => void attempt(put(g, { head_id: id }))}
                onDelete={() => void remove(g)}
                more={<Ellipsis size={16} />}
              />
            )}
          />
        </div>
      )}
      {admin && (
        <form onSubmit={add} className="flex max-w-[460px] items-center gap-2">
          <Input
            compact
            className="flex-1"
            aria-label={t('newGroup')}
            placeholder={t('newGroup')}
            maxLength={100}
            value={name}
            onChange={(e) => setName(e.target.value)}
            before={<Plus aria-hidden="true" size={14} />}
          />
          <Button type="submit" disabled={!name.trim()}>
            {t('add')}
          </Button>
        </form>
      )}
    </Block>
  );
}
