import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { PLURAL } from '@/features/cardcore';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import { staleOn } from '@/lib/live';

const key = (kind: CardKind, id: number) => ['watchers', kind, id] as const;
for (const kind of ['deal', 'contact', 'company'] as const) staleOn(`${kind}.watcher`, (e) => [key(kind, e.id)]);

const at = (id: number) => ({ params: { path: { id } } });
const path = (kind: CardKind) => `/api/v1/${PLURAL[kind]}/{id}/watchers` as '/api/v1/deals/{id}/watchers';
const star = (kind: CardKind) => `/api/v1/${PLURAL[kind]}/{id}/star` as '/api/v1/deals/{id}/star';

/** Who watches a card, and whether it is among my favourites. */
export const watchersQuery = (kind: CardKind, id: number) =>
  queryOptions({
    queryKey: key(kind, id),
    queryFn: async ({ signal }) => await call(api.GET(path(kind), { ...at(id), signal })),
  });

/** Changes both; shown at once, taken back when refused. */
export function useWatch(kind: CardKind, id: number) {
  const queries = useQueryClient();
  const query = watchersQuery(kind, id);
  async function change(patch: { user_ids?: number[]; is_starred?: boolean }, send: () => Promise<unknown>) {
    await queries.cancelQueries({ queryKey: query.queryKey });
    const before = queries.getQueryData(query.queryKey);
    if (before) queries.setQueryData(query.queryKey, { ...before, ...patch });
    try {
      await send();
    } catch (error) {
      queries.setQueryData(query.queryKey, before);
      throw error;
    } finally {
      void queries.invalidateQueries({ queryKey: query.queryKey });
    }
  }
  return {
    set: (user_ids: number[]) =>
      change({ user_ids }, () => call(api.PUT(path(kind), { ...at(id), body: { user_ids } }))),
    star: (is_starred: boolean) =>
      change({ is_starred }, () => call(api.PUT(star(kind), { ...at(id), body: { is_starred } }))),
  };
}
