import { queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';

type Schemas = components['schemas'];

const at = (id: number) => ({ params: { path: { id } } });

export const createPipeline = (body: Schemas['PipelineBody']) => call(api.POST('/api/v1/pipelines', { body }));
export const updatePipeline = (id: number, body: Schemas['PipelinePatch']) =>
  call(api.PATCH('/api/v1/pipelines/{id}', { ...at(id), body }));
export const orderPipelines = (ids: number[]) => call(api.PUT('/api/v1/pipelines/order', { body: { ids } }));
export const deletePipeline = (id: number, moveTo?: number) =>
  call(api.DELETE('/api/v1/pipelines/{id}', { params: { path: { id }, query: moveTo ? { move_to: moveTo } : {} } }));
export const createStatus = (pipeline: number, body: Schemas['StatusBody']) =>
  call(api.POST('/api/v1/pipelines/{id}/statuses', { ...at(pipeline), body }));
export const updateStatus = (id: number, body: Schemas['StatusPatch']) =>
  call(api.PATCH('/api/v1/statuses/{id}', { ...at(id), body }));
export const orderStatuses = (pipeline: number, ids: number[]) =>
  call(api.PUT('/api/v1/pipelines/{id}/statuses/order', { ...at(pipeline), body: { ids } }));
export const deleteStatus = (id: number, moveTo?: number) =>
  call(api.DELETE('/api/v1/statuses/{id}', { params: { path: { id }, query: moveTo ? { move_to: moveTo } : {} } }));
/** How many deals stand in a pipeline, or in one of its stages. */
export const dealsIn = (where: { pipeline: number } | { status: number }) =>
  queryOptions({
    queryKey: ['deals', 'in', where],
    queryFn: () => {
      const leaf =
        'pipeline' in where
          ? { field: 'pipeline', op: 'eq', value: where.pipeline }
          : { field: 'status', op: 'eq', value: where.status };
      return call(api.GET('/api/v1/deals/count', { params: { query: { filter: JSON.stringify(leaf) } } }));
    },
    staleTime: 0,
  });
export const createReason = (name: string) => call(api.POST('/api/v1/loss-reasons', { body: { name } }));
export const renameReason = (id: number, name: string) =>
  call(api.PATCH('/api/v1/loss-reasons/{id}', { ...at(id), body: { name } }));
export const orderReasons = (ids: number[]) => call(api.PUT('/api/v1/loss-reasons/order', { body: { ids } }));
export const deleteReason = (id: number) => call(api.DELETE('/api/v1/loss-reasons/{id}', at(id)));
