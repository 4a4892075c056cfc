import { queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { PLURAL } from '@/features/cardcore';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import { staleOn } from '@/lib/live';

export type Figures = components['schemas']['StatisticsView'];

const key = (kind: CardKind, id: number) => ['card-statistics', kind, id] as const;
for (const kind of ['deal', 'contact', 'company'] as const) staleOn(`${kind}.`, (e) => [key(kind, e.id)]);

/** Everything the tab shows, in one request. */
export const figuresOf = (kind: CardKind, id: number) =>
  queryOptions({
    queryKey: key(kind, id),
    gcTime: 10_000,
    queryFn: ({ signal }) => {
      const path = `/api/v1/${PLURAL[kind]}/{id}/statistics` as '/api/v1/deals/{id}/statistics';
      return call(api.GET(path, { params: { path: { id } }, signal }));
    },
  });
