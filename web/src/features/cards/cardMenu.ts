import type { QueryClient } from '@tanstack/react-query';
import { type Card, cardHref, cardKey, PLURAL } from '@/features/cardcore';
import type { CardKind } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { lineReason } from '@/lib/reach';
import type { MenuItem } from '@/ui/menuModel';
import { toast } from '@/ui/toast';
import { deleteCard, restoreCard } from './api';
import locale from './menuLocale';

/** The menu of a card: its link, its page, merging, printing, the bin. Fetched when the button is pointed at. */
export function cardMenu({
  kind,
  card,
  queries,
  isSheet,
  onClose,
  onGo,
  onMerge,
  onHistory,
  onPrint,
}: {
  kind: CardKind;
  card: Card;
  queries: QueryClient;
  isSheet: boolean;
  onClose: () => void;
  /** Goes to an address. */
  onGo: (href: string) => void;
  onMerge: () => void;
  /** Shows the names it had. */
  onHistory: () => void;
  onPrint: () => void;
}): MenuItem[] {
  const href = cardHref(kind, card.id);
  const stale = () => {
    for (const key of [[PLURAL[kind]], cardKey(kind, card.id), ['linked'], ['tasks']])
      queries.invalidateQueries({ queryKey: key });
  };
  const fault = (error: Error) => {
    toast({ text: text(locale, 'notSaved'), detail: error.message, tone: 'bad' });
  };

  function copy() {
    navigator.clipboard?.writeText(new URL(href, window.location.origin).href).then(
      () => toast({ text: text(locale, 'linkCopied') }),
      () => toast({ text: text(locale, 'copyFailed'), tone: 'bad' }),
    );
  }
  function remove() {
    onClose();
    deleteCard(kind, card.id).then(() => {
      stale();
      toast({
        text: text(locale, 'removed', { name: card.name }),
        undo: () => restoreCard(kind, card.id).then(stale, fault),
      });
    }, fault);
  }
  return [
    { id: 'link', label: text(locale, 'copyLink'), onSelect: copy },
    ...(isSheet ? [{ id: 'page', label: text(locale, 'openPage'), onSelect: () => onGo(href) } as const] : []),
    {
      id: 'merge',
      label: text(locale, 'mergeWith'),
      reason: card.can.edit && card.can.delete ? lineReason() : text(locale, 'noMerge'),
      onSelect: onMerge,
    },
    { id: 'history', label: text(locale, 'nameHistory'), onSelect: onHistory },
    { id: 'print', label: text(locale, 'print'), onSelect: onPrint },
    { kind: 'separator', id: 'line' },
    {
      id: 'remove',
      label: text(locale, 'remove'),
      danger: true,
      reason: card.can.delete ? lineReason() : text(locale, 'noDelete'),
      onSelect: remove,
    },
  ];
}
