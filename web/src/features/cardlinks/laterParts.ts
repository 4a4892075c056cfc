import { later } from '@/ui/later';

/** What the card of a person or company has and that of a deal has not. */
export const DealsBlock = later(() => import('./DealsBlock').then((m) => m.DealsBlock));
export const StaffBlock = later(() => import('./StaffBlock').then((m) => m.StaffBlock));
