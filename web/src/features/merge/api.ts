import { infiniteQueryOptions, keepPreviousData, type QueryClient, queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import type { Option } from '@/ui/option';

type Schemas = components['schemas'];
export type Preview = Schemas['MergePreview'];
export type Line = Schemas['MergeLine'];
export type Side = Schemas['MergeSide'];
export type Group = Schemas['AlikeGroup'];
export type By = 'phone' | 'email' | 'name';

export interface Order {
  kind: CardKind;
  into: number;
  from: number[];
  choose: Record<string, number>;
}

export const previewOptions = (order: Order) =>
  queryOptions({
    queryKey: ['merge', order],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) => call(api.POST('/api/v1/merges/preview', { body: order, signal })),
  });

export const mergeCards = (order: Order, sides: readonly Side[]) =>
  call(
    api.POST('/api/v1/merges', {
      body: { ...order, versions: Object.fromEntries(sides.map((s) => [String(s.id), s.version])) },
    }),
  );

export const undoMerge = (id: number) => call(api.POST('/api/v1/merges/{id}/undo', { params: { path: { id } } }));

export const groupsOptions = (kind: CardKind, by: By) =>
  infiniteQueryOptions({
    queryKey: ['duplicates', kind, by],
    queryFn: ({ pageParam, signal }) =>
      call(api.GET('/api/v1/duplicates/groups', { params: { query: { kind, by, after: pageParam } }, signal })),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

export const setDifferent = (kind: CardKind, ids: number[], is_different: boolean) =>
  call(api.PUT('/api/v1/duplicates/different', { body: { kind, ids, is_different } }));

/** Cards of a kind by any part of what is known of them, for a picker. */
export async function findCards(kind: CardKind, q: string, without: number, signal: AbortSignal): Promise<Option[]> {
  if (q.trim() === '') return [];
  const { items } = await call(
    api.GET('/api/v1/search', { params: { query: { q, kinds: [kind], limit: 12 } }, signal }),
  );
  return items
    .filter((hit) => hit.id !== without)
    .map((hit) => ({ value: String(hit.id), label: hit.name, hint: hit.detail || `№ ${hit.id}` }));
}

/** A merge touches cards, their lists and everything that names them. */
export const staleAll = (queries: QueryClient) => void queries.invalidateQueries();
