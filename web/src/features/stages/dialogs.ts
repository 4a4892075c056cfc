import { later } from '@/ui/later';

/** What a stage asks for; fetched when the card has nothing else to do. */
export const MoveDialog = later(() => import('./MoveDialog').then((m) => m.MoveDialog));

/** Only lost deals have it. */
export const LossReason = later(() => import('./LossReason').then((m) => m.LossReason));
