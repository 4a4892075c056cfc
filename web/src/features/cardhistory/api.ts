import { infiniteQueryOptions } from '@tanstack/react-query';
import { type HistoryOf, PLURAL } from '@/features/cardcore';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import { staleOn } from '@/lib/live';

const PAGE = 30;
const key = (kind: CardKind, id: number) => ['card-history', kind, id] as const;
for (const kind of ['deal', 'contact', 'company'] as const) staleOn(`${kind}.`, (e) => [key(kind, e.id)]);

/** The changes of one property, the newest page first. */
export const historyPages = (kind: CardKind, id: number, of: HistoryOf) =>
  infiniteQueryOptions({
    queryKey: [...key(kind, id), of.property ?? of.field],
    gcTime: 10_000,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => {
      const path = `/api/v1/${PLURAL[kind]}/{id}/history` as '/api/v1/deals/{id}/history';
      const query = {
        limit: PAGE,
        ...(of.property ? { property: of.property } : { field: of.field ?? 0 }),
        ...(pageParam ? { before: pageParam } : {}),
      };
      return call(api.GET(path, { params: { path: { id }, query }, signal }));
    },
    getNextPageParam: (last) => last.next || undefined,
  });
