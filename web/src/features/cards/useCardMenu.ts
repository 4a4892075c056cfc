import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { cardHref, cardKey, PLURAL, useCard } from '@/features/cardcore';
import { text } from '@/lib/i18n';
import type { MenuItem } from '@/ui/menuModel';
import { toast } from '@/ui/toast';
import { deleteCard, restoreCard } from './api';
import locale from './locale';

/** The menu of a card: its link, its page, merging, printing, the bin. */
export function useCardMenu(onClose: () => void, isSheet: boolean, onMerge: () => void): () => MenuItem[] {
  const { kind, card } = useCard();
  const queries = useQueryClient();
  const navigate = useNavigate();
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
  return () => [
    { id: 'link', label: text(locale, 'copyLink'), onSelect: copy },
    ...(isSheet
      ? [{ id: 'page', label: text(locale, 'openPage'), onSelect: () => void navigate({ href }) } as const]
      : []),
    {
      id: 'merge',
      label: text(locale, 'mergeWith'),
      reason: card.can.edit && card.can.delete ? undefined : text(locale, 'noMerge'),
      onSelect: onMerge,
    },
    { id: 'print', label: text(locale, 'print'), onSelect: () => window.print() },
    { kind: 'separator', id: 'line' },
    {
      id: 'remove',
      label: text(locale, 'remove'),
      danger: true,
      reason: card.can.delete ? undefined : text(locale, 'noDelete'),
      onSelect: remove,
    },
  ];
}
