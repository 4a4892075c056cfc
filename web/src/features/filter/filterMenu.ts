import { filterOps } from '@/features/fields';
import type { Bootstrap, CardKind } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import type { MenuItem } from '@/ui/menuModel';
import locale from './locale';
import { type Condition, SHAPE_OPS, STANDARD } from './model';
import { fieldName } from './words';

/** The menu of the filter button: ready filters, then every field one can ask by. */
export function filterMenu({
  boot,
  kind,
  closing,
  onAdd,
  onPreset,
}: {
  boot: Bootstrap;
  kind: CardKind;
  closing: boolean;
  onAdd: (c: Condition) => void;
  onPreset: (conditions: Condition[]) => void;
}): MenuItem[] {
  const preset = (
    id: 'mine' | 'noTasks' | 'overdue' | 'won' | 'lost' | 'deleted' | 'open',
    ...conditions: Condition[]
  ): MenuItem => ({
    id,
    label: text(locale, id),
    onSelect: () => onPreset(conditions),
  });
  const ofKind = (word: string) =>
    boot.pipelines.flatMap((p) => p.statuses.filter((s) => s.kind === word).map((s) => s.id));
  const presets = [
    preset('mine', { field: 'responsible', op: 'in', value: [boot.me.user.id] }),
    preset('noTasks', { field: 'next_task', op: 'eq', value: 'none' }),
    preset('overdue', { field: 'next_task', op: 'eq', value: 'overdue' }),
  ];
  if (closing && kind === 'deal')
    presets.push(
      preset('open', { field: 'is_closed', op: 'eq', value: false }),
      preset('won', { field: 'status', op: 'in', value: ofKind('won') }),
      preset('lost', { field: 'status', op: 'in', value: ofKind('lost') }),
    );
  if (closing) presets.push(preset('deleted', { field: 'deleted', op: 'eq', value: true }));
  const standard = STANDARD[kind].map(
    ({ field, shape }): MenuItem => ({
      id: field,
      label: fieldName(boot, kind, field),
      onSelect: () => onAdd({ field, op: SHAPE_OPS[shape][0] ?? 'eq', value: null }),
    }),
  );
  const custom = (boot.fields[kind]?.fields ?? []).map(
    (f): MenuItem => ({
      id: `cf.${f.id}`,
      label: f.name,
      onSelect: () => onAdd({ field: `cf.${f.id}`, op: filterOps(f)[0] ?? 'eq', value: null }),
    }),
  );
  return [
    { kind: 'group', id: 'presets', label: text(locale, 'presets'), items: presets },
    { kind: 'separator', id: 's1' },
    { kind: 'group', id: 'fields', label: text(locale, 'addTitle'), items: [...standard, ...custom] },
  ];
}
