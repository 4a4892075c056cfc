import { later } from '@/ui/later';

/** The star of a card and who watches it; fetched with the card, drawn a moment after it. */
export const Watchers = later(() => import('./Watchers').then((m) => m.Watchers));
