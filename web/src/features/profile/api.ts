import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';

type Schemas = components['schemas'];
export type Session = Schemas['SessionView'];
export type Token = Schemas['TokenView'];

const at = (id: number) => ({ params: { path: { id } } });

export const updateMe = (body: Schemas['MePatch']) => call(api.PATCH('/api/v1/me', { body }));

export const sessions = queryOptions({
  queryKey: ['me', 'sessions'],
  queryFn: async () => (await call(api.GET('/api/v1/me/sessions'))).items,
});
export const endSession = (id: number) => call(api.DELETE('/api/v1/me/sessions/{id}', at(id)));

export const tokens = queryOptions({
  queryKey: ['me', 'tokens'],
  queryFn: async () => (await call(api.GET('/api/v1/me/tokens'))).items,
});
export const createToken = (name: string, days: number) =>
  call(api.POST('/api/v1/me/tokens', { body: { name, days } }));
export const revokeToken = (id: number) => call(api.DELETE('/api/v1/me/tokens/{id}', at(id)));

const PAGE = 100;

export const signIns = infiniteQueryOptions({
  queryKey: ['sign-ins'],
  queryFn: async ({ pageParam }) =>
    (
      await call(
        api.GET('/api/v1/sign-ins', {
          params: { query: { limit: PAGE, ...(pageParam ? { before: pageParam } : {}) } },
        }),
      )
    ).items,
  initialPageParam: 0,
  getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.id),
});
