import { later } from '@/ui/later';

/** What a stage asks for; fetched when the card has nothing else to do. */
export const MoveDialog = later(() => import('./MoveDialog').then((m) => m.MoveDialog));
