import { later } from '@/ui/later';

/** The bar comes with the first selection. */
export const BulkBar = later(() => import('./BulkBar').then((m) => m.BulkBar));
