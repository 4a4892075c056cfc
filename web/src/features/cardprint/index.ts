import { later } from '@/ui/later';

/** A card on paper; fetched when it is printed. */
export const CardPrint = later(() => import('./CardPrint').then((m) => m.CardPrint));
