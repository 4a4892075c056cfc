import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import type { Row } from './model';

const PATH = { deal: '/api/v1/deals', contact: '/api/v1/contacts', company: '/api/v1/companies' } as const;
const COUNT = {
  deal: '/api/v1/deals/count',
  contact: '/api/v1/contacts/count',
  company: '/api/v1/companies/count',
} as const;
const PAGE = 100;

export interface ListQuery {
  kind: CardKind;
  filter: string;
  sort: string;
}

/** A page of the list: the first, or the one after a place. */
export async function pageOf(
  { kind, filter, sort }: ListQuery,
  after = '',
  signal?: AbortSignal,
): Promise<{ items: Row[]; next: string }> {
  const query = { limit: PAGE, sort, ...(filter ? { filter } : {}), ...(after ? { after } : {}) };
  return call(api.GET(PATH[kind], { params: { query }, ...(signal ? { signal } : {}) }));
}

export const listOptions = ({ kind, filter, sort }: ListQuery) =>
  infiniteQueryOptions({
    queryKey: ['list', kind, filter, sort],
    queryFn: ({ pageParam, signal }) => pageOf({ kind, filter, sort }, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: (before) => before,
  });

export const countOptions = ({ kind, filter }: Pick<ListQuery, 'kind' | 'filter'>) =>
  queryOptions({
    queryKey: ['count', kind, filter],
    queryFn: ({ signal }) => call(api.GET(COUNT[kind], { params: { query: filter ? { filter } : {} }, signal })),
    placeholderData: (before) => before,
  });

/** Those of these rows that still fit the filter, as they are now. */
export async function rowsOf({ kind, filter, sort }: ListQuery, ids: readonly number[]): Promise<Row[]> {
  const own = { field: 'id', op: 'in', value: ids };
  const all = JSON.stringify(filter ? { and: [JSON.parse(filter), own] } : own);
  return (await call(api.GET(PATH[kind], { params: { query: { limit: PAGE, sort, filter: all } } }))).items;
}

/** The parts of a list by a column, with counts and sums. */
export const groupsOptions = ({ kind, filter }: Pick<ListQuery, 'kind' | 'filter'>, by: string) =>
  queryOptions({
    queryKey: ['groups', kind, filter, by],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/lists/groups', { params: { query: { kind, by, ...(filter ? { filter } : {}) } }, signal })),
    placeholderData: (before) => before,
  });

/** Sum, average, least and largest of columns of numbers. */
export const summaryOptions = (kind: CardKind, filter: string, columns: readonly string[]) =>
  queryOptions({
    queryKey: ['count', kind, filter, 'summaries', ...columns],
    queryFn: ({ signal }) => {
      const query = { kind, columns: [...columns], ...(filter ? { filter } : {}) };
      return call(api.GET('/api/v1/lists/summaries', { params: { query }, signal }));
    },
  });
