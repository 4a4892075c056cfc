import { queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';

type Schemas = components['schemas'];
export type Space = Schemas['SpaceView'];
export type Limits = Schemas['SpaceLimits'];
export type Large = Schemas['LargeFile'];

export const space = queryOptions({
  queryKey: ['files', 'space'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/files/space', { signal })),
});

export const largest = queryOptions({
  queryKey: ['files', 'largest'],
  queryFn: async ({ signal }) => (await call(api.GET('/api/v1/files/largest', { signal }))).items,
});

export const saveLimits = (body: Limits) => call(api.PUT('/api/v1/files/limits', { body }));
