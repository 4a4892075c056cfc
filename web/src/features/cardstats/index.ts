import { later } from '@/ui/later';

/** The history of a card in figures; fetched when its tab is opened. */
export const CardStatistics = later(() => import('./CardStatistics').then((m) => m.CardStatistics));
