import { Ellipsis } from 'lucide-react';
import type { Status } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Badge } from '@/ui/Badge';
import { HueButton } from '@/ui/HueButton';
import type { Hue } from '@/ui/hues';
import { IconButton } from '@/ui/IconButton';
import { InlineEdit } from '@/ui/InlineEdit';
import { openMenu } from '@/ui/openMenu';
import locale from './locale';

/** One stage: its colour and name are changed where they stand. */
export function StageRow({
  status: s,
  required,
  deleteReason,
  onRename,
  onHue,
  onOpen,
  onDelete,
}: {
  status: Status;
  required: number;
  deleteReason: string | undefined;
  onRename: (name: string) => void;
  onHue: (hue: Hue) => void;
  onOpen: () => void;
  onDelete: () => void;
}) {
  const t = useText(locale);
  const notes = [
    s.stale_days && t('staleDays', { n: s.stale_days }),
    required > 0 && s.kind !== 'lost' && t('requiredHere', { n: required }),
    s.description,
  ].filter(Boolean);
  return (
    <div className="flex items-center gap-1">
      <HueButton hue={s.hue} label={t('stageColour', { name: s.name })} onChange={onHue} />
      <InlineEdit
        className="w-auto! max-w-[320px] min-w-[120px] flex-[0_1_auto]"
        value={s.name}
        label={t('stageName')}
        onSave={(name) => name.trim() && onRename(name.trim())}
      />
      {s.kind !== 'open' && <Badge tone={s.kind === 'won' ? 'ok' : 'bad'}>{t(s.kind as 'won' | 'lost')}</Badge>}
      <span className="min-w-0 flex-1 truncate text-small text-muted max-desk:hidden">{notes.join(' · ')}</span>
      <IconButton
        size="small"
        className="ml-auto"
        label={t('more', { name: s.name })}
        icon={<Ellipsis size={16} />}
        onClick={(event) =>
          openMenu({
            anchor: event.currentTarget,
            align: 'end',
            items: [
              { id: 'set', label: t('stageSettings'), onSelect: onOpen },
              ...(s.kind === 'open'
                ? [
                    { kind: 'separator' as const, id: 's' },
                    { id: 'delete', label: t('del'), danger: true, reason: deleteReason, onSelect: onDelete },
                  ]
                : []),
            ],
          })
        }
      />
    </div>
  );
}
