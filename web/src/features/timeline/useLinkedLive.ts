import { useEffect } from 'react';
import { onEvent } from '@/lib/live';
import type { FeedItem } from './model';

/** Asks for the feed again when something happens on a linked card it shows. */
export function useLinkedLive(linked: boolean, items: readonly FeedItem[], again: () => void): void {
  useEffect(() => {
    if (!linked) return;
    const shown = new Set(items.flatMap((i) => (i.card ? [`${i.card.kind}-${i.card.id}`] : [])));
    return onEvent((e) => {
      if (shown.has(`${e.kind}-${e.id}`)) again();
    });
  }, [linked, items, again]);
}
