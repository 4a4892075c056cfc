import { CircleCheck, X } from 'lucide-react';
import { TASK_ICONS } from '@/features/tasks';
import type { TaskType } from '@/lib/bootstrap';
import { text, useText } from '@/lib/i18n';
import { HueButton } from '@/ui/HueButton';
import { type Hue, hueVar } from '@/ui/hues';
import { IconButton } from '@/ui/IconButton';
import { InlineEdit } from '@/ui/InlineEdit';
import { openMenu } from '@/ui/openMenu';
import locale from './locale';

/** One type of tasks. */
export function TaskTypeRow({
  type,
  deleteReason,
  onHue,
  onIcon,
  onRename,
  onDelete,
}: {
  type: TaskType;
  deleteReason: string | undefined;
  onHue: (hue: Hue) => void;
  onIcon: (icon: string) => void;
  onRename: (name: string) => void;
  onDelete: () => void;
}) {
  const t = useText(locale);
  const Icon = TASK_ICONS[type.icon] ?? CircleCheck;
  return (
    <div className="flex min-h-row min-w-0 flex-1 items-center gap-1 px-1">
      <HueButton hue={type.hue} label={t('typeColour', { name: type.name })} onChange={onHue} />
      <IconButton
        size="small"
        label={t('typeIcon', { name: type.name })}
        icon={<Icon aria-hidden="true" size={16} style={type.hue ? { color: hueVar(type.hue as Hue) } : undefined} />}
        onClick={(event) =>
          openMenu({
            anchor: event.currentTarget,
            items: Object.entries(TASK_ICONS).map(([id, Mark]) => ({
              id,
              label: text(locale, `icon_${id}` as 'icon_call'),
              icon: <Mark aria-hidden="true" size={16} />,
              checked: type.icon === id,
              onSelect: () => onIcon(id),
            })),
          })
        }
      />
      <InlineEdit
        value={type.name}
        label={t('name')}
        onSave={(name) => name.trim() && name.trim() !== type.name && onRename(name.trim())}
      />
      <IconButton
        size="small"
        label={`${t('del')}: ${type.name}`}
        reason={deleteReason}
        icon={<X size={14} />}
        onClick={onDelete}
      />
    </div>
  );
}
