import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { later } from '@/ui/later';
import { CardScreen } from './CardScreen';
import locale from './locale';

// A card on its own page needs none.
const Sheet = later(() => import('@/ui/Sheet').then((m) => m.Sheet));
void Sheet.preload();

export interface CardSheetProps {
  kind: CardKind;
  id: number;
  onClose: () => void;
  /** Go to the neighbours in the view; absent at its ends. */
  prev?: (() => void) | undefined;
  next?: (() => void) | undefined;
  /** Opens another card in the place of this one; without it the card's own page is gone to. */
  openCard?: ((kind: CardKind, id: number) => void) | undefined;
}

/** A card over the board or list it was opened from. */
export function CardSheet({ kind, id, onClose, prev, next, openCard }: CardSheetProps) {
  const t = useText(locale);
  return (
    <Sheet open onClose={onClose} title={t(kind)} width="card" bare scope="card">
      <CardScreen
        key={`${kind}-${id}`}
        kind={kind}
        id={id}
        scope="card"
        onClose={onClose}
        prev={prev}
        next={next}
        openCard={openCard}
      />
    </Sheet>
  );
}
