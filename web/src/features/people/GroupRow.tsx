import type { ReactNode } from 'react';
import type { Bootstrap, Person } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Combobox } from '@/ui/Combobox';
import { IconButton } from '@/ui/IconButton';
import { InlineEdit } from '@/ui/InlineEdit';
import { openMenu } from '@/ui/openMenu';
import type { User } from './api';
import locale from './locale';

/** One group: its name, its head, the faces of its members. */
export function GroupRow({
  group: g,
  people,
  members,
  reason,
  onRename,
  onHead,
  onDelete,
  more,
}: {
  group: Bootstrap['groups'][number];
  people: readonly Person[];
  members: readonly User[];
  reason: string | undefined;
  onRename: (name: string) => void;
  onHead: (id: number) => void;
  onDelete: () => void;
  more: ReactNode;
}) {
  const t = useText(locale);
  const options = people.map((p) => ({ value: String(p.id), label: p.name, icon: <Avatar name={p.name} size={20} /> }));
  return (
    <div className="flex items-center gap-2 py-1 max-desk:flex-wrap">
      <InlineEdit
        className="w-auto! min-w-[140px] flex-1"
        value={g.name}
        label={t('name')}
        reason={reason}
        onSave={(name) => name.trim() && onRename(name.trim())}
      />
      <span className="flex items-center gap-1.5 text-small text-muted">
        <span className="flex -space-x-1">
          {members.slice(0, 4).map((m) => (
            <Avatar key={m.id} name={m.name || m.email} size={20} alone />
          ))}
        </span>
        <span className="tabular whitespace-nowrap">{t('members', { n: members.length })}</span>
      </span>
      <Combobox
        compact
        className="w-[200px]! max-desk:order-last max-desk:w-full!"
        aria-label={t('headOf', { name: g.name })}
        placeholder={t('noHead')}
        disabled={!!reason}
        options={options}
        value={options.find((o) => o.value === String(g.head_id)) ?? null}
        onChange={(o) => onHead(o ? Number(o.value) : 0)}
      />
      {!reason && (
        <IconButton
          size="small"
          label={t('more', { name: g.name })}
          icon={more}
          onClick={(event) =>
            openMenu({
              anchor: event.currentTarget,
              align: 'end',
              items: [{ id: 'delete', label: t('del'), danger: true, onSelect: onDelete }],
            })
          }
        />
      )}
    </div>
  );
}
