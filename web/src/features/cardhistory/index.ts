import { later } from '@/ui/later';

/** Who changed one property of a card, from what to what; fetched with the first press. */
export const FieldHistory = later(() => import('./FieldHistory').then((m) => m.FieldHistory));
