import { X } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { Toolbar } from '@/ui/Toolbar';
import type { BoardCard } from './board';
import locale from './locale';
import type { DealActs } from './useDealActs';

/** What can be done with the selected cards; it stands over the board while there are any. */
export function SelectionBar({ cards, acts, onClear }: { cards: BoardCard[]; acts: DealActs; onClear: () => void }) {
  const t = useText(locale);
  const locked = cards.some((c) => !c.can.edit) ? t('noEdit') : undefined;
  return (
    <Toolbar label={t('selected', { n: cards.length })} className="border-t border-b-0! bg-selected!">
      <IconButton icon={<X size={16} />} label={t('clearSelection')} keys="escape" onClick={onClear} />
      <span className="font-medium">{t('selected', { n: cards.length })}</span>
      <Button
        reason={locked}
        aria-haspopup="menu"
        onClick={(e) => openMenu({ anchor: e.currentTarget, items: acts.stages(cards) })}
      >
        {t('moveTo')}
      </Button>
      <Button
        reason={locked}
        aria-haspopup="menu"
        onClick={(e) => openMenu({ anchor: e.currentTarget, items: acts.people(cards) })}
      >
        {t('responsible')}
      </Button>
      <Button
        variant="ghost"
        reason={cards.some((c) => !c.can.delete) ? t('noDelete') : undefined}
        onClick={() => void acts.remove(cards)}
      >
        {t('delete')}
      </Button>
    </Toolbar>
  );
}
