import { useSuspenseQuery } from '@tanstack/react-query';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { Chip } from '@/ui/Chip';
import { later } from '@/ui/later';
import { Popover } from '@/ui/Popover';
import type { Condition } from './model';
import { conditionText, fieldName } from './words';

const ConditionEditor = later(() => import('./ConditionEditor').then((m) => m.ConditionEditor));

/** The conditions of a filter as chips; a press opens the editor of one. */
export function FilterChips({
  kind,
  conditions,
  open,
  onOpen,
  onChange,
}: {
  kind: CardKind;
  conditions: readonly Condition[];
  /** Which one is being edited. */
  open: number | null;
  onOpen: (at: number | null) => void;
  onChange: (conditions: Condition[]) => void;
}) {
  const { data: boot } = useSuspenseQuery(bootstrap);
  return conditions.map((c, i) => (
    <Popover
      // biome-ignore lint/suspicious/noArrayIndexKey: the same field may stand twice; its place names a condition
      key={`${c.field}-${i}`}
      open={open === i}
      onOpenChange={(on) => onOpen(on ? i : null)}
      title={fieldName(boot, kind, c.field)}
      trigger={
        <Chip
          label={fieldName(boot, kind, c.field)}
          value={conditionText(boot, kind, c)}
          onRemove={() => onChange(conditions.filter((_, at) => at !== i))}
        />
      }
    >
      <ConditionEditor
        kind={kind}
        condition={c}
        onChange={(next) => onChange(conditions.map((x, at) => (at === i ? next : x)))}
      />
    </Popover>
  ));
}
