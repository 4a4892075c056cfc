import { CardLink } from '@/features/cardcore';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import locale from './locale';
import type { FeedItem } from './model';

/** Where something happened, when it was not on the card itself: a linked card, or one that was merged into it. */
export function Place({ item }: { item: FeedItem }) {
  const t = useText(locale);
  if (item.card)
    return (
      <>
        {t(`on_${item.card.kind as CardKind}`)}{' '}
        <CardLink kind={item.card.kind as CardKind} id={item.card.id} className="text-accent">
          {item.card.name}
        </CardLink>
      </>
    );
  return item.merged_from ? t('mergedFrom', { id: item.merged_from }) : null;
}
