import { api, call } from '@/lib/api';
import type { Bulk, BulkBody, BulkItem } from './model';

const one = (id: number) => ({ params: { path: { id } } });

export const startBulk = (body: BulkBody): Promise<Bulk> => call(api.POST('/api/v1/bulk', { body }));
export const findBulk = (id: number): Promise<Bulk> => call(api.GET('/api/v1/bulk/{id}', one(id)));
export const cancelBulk = (id: number): Promise<Bulk> => call(api.POST('/api/v1/bulk/{id}/cancel', one(id)));
export const undoBulk = (id: number): Promise<Bulk> => call(api.POST('/api/v1/bulk/{id}/undo', one(id)));

/** The first cards that were refused, or that an undo left as they are. */
export async function reasonsOf(bulk: Bulk): Promise<{ items: BulkItem[]; more: boolean }> {
  const outcome = bulk.counts.kept > 0 ? 'kept' : 'refused';
  const page = await call(
    api.GET('/api/v1/bulk/{id}/items', { params: { path: { id: bulk.id }, query: { outcome, limit: 100 } } }),
  );
  return { items: page.items, more: page.next !== '' };
}
