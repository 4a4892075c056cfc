import { CircleCheck } from 'lucide-react';
import { useTaskTypes } from '@/lib/bootstrap';
import { type Hue, hueVar } from '@/ui/hues';
import { TASK_ICONS } from './icons';

/** The mark of a task's type: its icon in its colour, its name in the tooltip. */
export function TaskIcon({ typeId, size = 14 }: { typeId: number; size?: number }) {
  const type = useTaskTypes().find((x) => x.id === typeId);
  const mark = type?.icon || type?.code || '';
  const Icon = TASK_ICONS[mark] ?? CircleCheck;
  return (
    <span
      role="img"
      aria-label={type?.name ?? ''}
      data-tip={type?.name}
      style={type && type.hue >= 1 && type.hue <= 12 ? { color: hueVar(type.hue as Hue) } : undefined}
      className="grid shrink-0 place-items-center text-muted"
    >
      <Icon aria-hidden="true" size={size} />
    </span>
  );
}
