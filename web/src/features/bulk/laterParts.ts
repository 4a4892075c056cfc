import type { QueryClient } from '@tanstack/react-query';
import { later } from '@/ui/later';
import type { BulkBody } from './model';

/** The bar comes with the first selection. */
export const BulkBar = later(() => import('./BulkBar').then((m) => m.BulkBar));

/** Starts a change of many cards and shows how it goes. False when it could not be started. */
export const runBulk = (queries: QueryClient, body: BulkBody): Promise<boolean> =>
  import('./start').then((m) => m.runBulk(queries, body));
