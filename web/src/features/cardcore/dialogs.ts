import { later } from '@/ui/later';

/** Asked when somebody else changed the same thing meanwhile. */
export const ConflictDialog = later(() => import('./ConflictDialog').then((m) => m.ConflictDialog));
