import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { cardHref, cardParam, cardQuery } from '@/features/cardcore';
import type { Writing } from '@/features/compose';
import type { CardKind } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { rememberRecord } from '@/lib/recent';
import { Late } from '@/ui/Skeleton';
import { tellOpened } from './api';
import { CardFrame } from './CardFrame';
import type { CardSheetProps } from './CardSheet';
import { CardSkeleton } from './CardSkeleton';
import { CardProblem } from './dialogs';
import locale from './locale';

export interface CardScreenProps extends Omit<CardSheetProps, 'kind' | 'id'> {
  kind: CardKind;
  id: number;
  /** The scope its shortcuts work in: the sheet's, or the page. */
  scope?: string;
}

const group = () => text(locale, 'cardKeys');

/** Fetches a card and shows it, or why it cannot be shown. */
export function CardScreen(props: CardScreenProps) {
  const { kind, id, onClose, scope, prev, next } = props;
  const [writing, onWriting] = useState<Writing>({ tab: 'note', at: 0 });
  const card = useQuery({ ...cardQuery(kind, id), enabled: Number.isSafeInteger(id) && id > 0 });
  const name = card.data?.name;
  useEffect(() => {
    if (name) rememberRecord({ id: cardParam(kind, id), label: name, href: cardHref(kind, id) });
  }, [kind, id, name]);
  const isThere = !!card.data && !card.data.deleted_at;
  useEffect(() => {
    if (isThere) tellOpened(kind, id);
  }, [kind, id, isThere]);
  // They are heard before the card has come: it opens with what was asked for.
  const at = scope ? { scope } : {};
  const write = (tab: Writing['tab']) => () => onWriting({ tab, at: Date.now() });
  useShortcuts([
    { ...at, keys: '[', label: () => text(locale, 'previous'), group, when: () => !!prev, run: () => prev?.() },
    { ...at, keys: ']', label: () => text(locale, 'next'), group, when: () => !!next, run: () => next?.() },
    { ...at, keys: '1', label: () => text(locale, 'writeNote'), group, run: write('note') },
    { ...at, keys: '2', label: () => text(locale, 'newTask'), group, run: write('task') },
    { ...at, keys: '3', label: () => text(locale, 'writeComment'), group, run: write('comment') },
    { ...at, keys: 't', run: write('task') },
  ]);
  if (card.data && !(card.error && !card.isFetching))
    return <CardFrame {...props} card={card.data} writing={writing} onWriting={onWriting} />;
  if (card.error || !(id > 0))
    return <CardProblem kind={kind} id={id} error={card.error} onClose={onClose} onRetry={() => void card.refetch()} />;
  return (
    <Late>
      <CardSkeleton />
    </Late>
  );
}
