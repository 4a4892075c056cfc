import { queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';

type Schemas = components['schemas'];
export type SavedView = Schemas['SavedView'];
export type Shelf = Schemas['ViewShelf'];
export type ViewBody = Schemas['ViewBody'];
export type ViewPatch = Schemas['ViewPatch'];

export const viewsOptions = (kind: CardKind) =>
  queryOptions({
    queryKey: ['views', kind],
    queryFn: ({ signal }) => call(api.GET('/api/v1/views', { params: { query: { kind } }, signal })),
  });

/** How many cards each view shows; asked for anew whenever the panel opens. */
export const countsOptions = (kind: CardKind, pipeline: number | undefined) =>
  queryOptions({
    queryKey: ['views', kind, 'counts', pipeline ?? 0],
    queryFn: ({ signal }) =>
      call(
        api.GET('/api/v1/views/counts', {
          params: { query: { kind, ...(pipeline ? { pipeline_id: pipeline } : {}) } },
          signal,
        }),
      ),
    staleTime: 5000,
  });

const one = (id: number) => ({ params: { path: { id } } });

export const createView = (body: ViewBody) => call(api.POST('/api/v1/views', { body }));
export const updateView = (id: number, body: ViewPatch) => call(api.PATCH('/api/v1/views/{id}', { ...one(id), body }));
export const deleteView = (id: number) => call(api.DELETE('/api/v1/views/{id}', one(id)));
export const setDefaultView = (kind: CardKind, view: string) =>
  call(api.PUT('/api/v1/views/default', { body: { kind, view } }));

export const orderViews = (kind: CardKind, ids: number[]) =>
  call(api.PUT('/api/v1/views/order', { body: { kind, ids } }));
