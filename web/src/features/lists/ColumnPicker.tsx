import { Columns3 } from 'lucide-react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { Popover } from '@/ui/Popover';
import locale from './locale';

const ColumnChoice = later(() => import('./ColumnChoice').then((m) => m.ColumnChoice));

/** The button that says which columns a list shows, and in what order. */
export function ColumnPicker({ kind }: { kind: CardKind }) {
  const t = useText(locale);
  return (
    <Popover
      title={t('columns')}
      trigger={
        <IconButton
          icon={<Columns3 size={16} />}
          label={t('columns')}
          onPointerDown={() => void ColumnChoice.preload()}
        />
      }
    >
      <ColumnChoice kind={kind} />
    </Popover>
  );
}
