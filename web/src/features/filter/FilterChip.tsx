import { useSuspenseQuery } from '@tanstack/react-query';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { Chip } from '@/ui/Chip';
import { Popover } from '@/ui/Popover';
import { ConditionEditor } from './laterParts';
import type { Condition } from './tree';
import { conditionText, fieldName } from './words';

/** One condition as a chip; a press opens its editor. */
export function FilterChip({
  kind,
  condition,
  open,
  onOpen,
  onChange,
}: {
  kind: CardKind;
  condition: Condition;
  open: boolean;
  onOpen: (open: boolean) => void;
  /** `null` takes it away. */
  onChange: (next: Condition | null) => void;
}) {
  const { data: boot } = useSuspenseQuery(bootstrap);
  const name = fieldName(boot, kind, condition.field);
  return (
    <Popover
      open={open}
      onOpenChange={onOpen}
      title={name}
      trigger={
        <Chip
          label={name}
          value={conditionText(boot, kind, condition)}
          onRemove={() => onChange(null)}
          className="max-desk:max-w-[280px]!"
        />
      }
    >
      <div className="w-[280px]">
        <ConditionEditor kind={kind} condition={condition} onChange={onChange} />
      </div>
    </Popover>
  );
}
