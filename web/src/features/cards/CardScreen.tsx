import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { cardHref, cardParam, cardQuery } from '@/features/cardcore';
import type { CardKind } from '@/lib/bootstrap';
import { rememberRecord } from '@/lib/recent';
import { Late } from '@/ui/Skeleton';
import { CardFrame } from './CardFrame';
import type { CardSheetProps } from './CardSheet';
import { CardSkeleton } from './CardSkeleton';
import { CardProblem } from './dialogs';

export interface CardScreenProps extends Omit<CardSheetProps, 'kind' | 'id'> {
  kind: CardKind;
  id: number;
  /** The scope its shortcuts work in: the sheet's, or the page. */
  scope?: string;
}

/** Fetches a card and shows it, or why it cannot be shown. */
export function CardScreen(props: CardScreenProps) {
  const { kind, id, onClose } = props;
  const card = useQuery({ ...cardQuery(kind, id), enabled: Number.isSafeInteger(id) && id > 0 });
  const name = card.data?.name;
  useEffect(() => {
    if (name) rememberRecord({ id: cardParam(kind, id), label: name, href: cardHref(kind, id) });
  }, [kind, id, name]);
  if (card.data && !(card.error && !card.isFetching)) return <CardFrame {...props} card={card.data} />;
  if (card.error || !(id > 0))
    return <CardProblem kind={kind} id={id} error={card.error} onClose={onClose} onRetry={() => void card.refetch()} />;
  return (
    <Late>
      <CardSkeleton />
    </Late>
  );
}
