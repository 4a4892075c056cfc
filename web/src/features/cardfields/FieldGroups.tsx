import { Ellipsis, Plus } from 'lucide-react';
import { type MouseEvent, useState } from 'react';
import type { Bootstrap, CardKind, Field, FieldGroup } from '@/lib/bootstrap';
import { asIs, moved, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { confirm } from '@/ui/confirm';
import { IconButton } from '@/ui/IconButton';
import type { MenuItem } from '@/ui/menuModel';
import { NameDialog } from '@/ui/NameDialog';
import { openMenu } from '@/ui/openMenu';
import { Tabs } from '@/ui/Tabs';
import { createFieldGroup, deleteFieldGroup, orderFieldGroups, renameFieldGroup } from './api';
import locale from './locale';

/** The groups of a kind of card as tabs, as the card will show them; the first holds fields without a group. */
export function FieldGroups({
  kind,
  groups,
  fields,
  value,
  onChange,
}: {
  kind: CardKind;
  groups: readonly FieldGroup[];
  fields: readonly Field[];
  value: number | null;
  onChange: (group: number | null) => void;
}) {
  const t = useText(locale);
  const change = useChange();
  const [naming, setNaming] = useState<FieldGroup | 'new' | null>(null);
  const at = groups.findIndex((g) => g.id === value);
  const group = groups[at];
  const count = (id: number | null) => fields.filter((f) => (f.group_id ?? null) === id).length;

  const show = (next: (all: FieldGroup[]) => FieldGroup[]) => (boot: Bootstrap) => {
    const set = boot.fields[kind];
    return set ? { ...boot, fields: { ...boot.fields, [kind]: { ...set, groups: next(set.groups) } } } : boot;
  };
  function move(to: number) {
    const next = moved(groups, at, to);
    void attempt(
      change(
        show(() => next),
        () =>
          orderFieldGroups(
            kind,
            next.map((g) => g.id),
          ),
      ),
    );
  }
  async function remove(g: FieldGroup) {
    const yes = await confirm({
      title: t('deleteFieldGroupAsk', { name: g.name }),
      body: t('deleteFieldGroupText'),
      action: t('del'),
      danger: true,
    });
    if (!yes) return;
    onChange(null);
    await attempt(
      change(
        show((all) => all.filter((x) => x.id !== g.id)),
        () => deleteFieldGroup(g.id),
      ),
    );
  }
  async function name(g: FieldGroup | 'new', next: string) {
    if (g === 'new') onChange((await change(asIs, () => createFieldGroup(kind, next))).id);
    else
      await change(
        show((all) => all.map((x) => (x.id === g.id ? { ...x, name: next } : x))),
        () => renameFieldGroup(g.id, next),
      );
  }
  const menu = (g: FieldGroup) => (event: MouseEvent) => {
    const items: MenuItem[] = [
      { id: 'rename', label: t('rename'), onSelect: () => setNaming(g) },
      { id: 'left', label: t('moveLeft'), reason: at === 0 ? t('isFirst') : undefined, onSelect: () => move(at - 1) },
      {
        id: 'right',
        label: t('moveRight'),
        reason: at === groups.length - 1 ? t('isLast') : undefined,
        onSelect: () => move(at + 1),
      },
      { kind: 'separator', id: 's' },
      { id: 'delete', label: t('deleteFieldGroup'), danger: true, onSelect: () => void remove(g) },
    ];
    openMenu({ anchor: event.currentTarget, items });
  };

  return (
    <div data-at="field-groups" className="flex items-center gap-1 border-b border-line">
      <Tabs
        className="min-w-0 [&>div]:border-b-0"
        label={t('fieldGroups')}
        value={value === null ? 'none' : String(value)}
        onChange={(next) => onChange(next === 'none' ? null : Number(next))}
        tabs={[
          { value: 'none', label: t('mainGroup'), count: count(null) },
          ...groups.map((g) => ({ value: String(g.id), label: g.name, count: count(g.id) })),
        ]}
      />
      {group && (
        <IconButton
          size="small"
          label={t('more', { name: group.name })}
          icon={<Ellipsis size={16} />}
          onClick={menu(group)}
        />
      )}
      <IconButton size="small" label={t('newGroup')} icon={<Plus size={16} />} onClick={() => setNaming('new')} />
      {naming && (
        <NameDialog
          title={naming === 'new' ? t('newGroup') : t('rename')}
          label={t('groupName')}
          hint={naming === 'new' ? t('newGroupHint') : undefined}
          value={naming === 'new' ? '' : naming.name}
          onSave={(next) => name(naming, next)}
          onClose={() => setNaming(null)}
        />
      )}
    </div>
  );
}
