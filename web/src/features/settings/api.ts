import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';

type Schemas = components['schemas'];

const at = (id: number) => ({ params: { path: { id } } });

export const updateAccount = (body: Schemas['AccountPatch']) => call(api.PATCH('/api/v1/account', { body }));
export const createTaskType = (body: Schemas['TaskTypePatch']) => call(api.POST('/api/v1/task-types', { body }));
export const updateTaskType = (id: number, body: Schemas['TaskTypePatch']) =>
  call(api.PATCH('/api/v1/task-types/{id}', { ...at(id), body }));
export const orderTaskTypes = (ids: number[]) => call(api.PUT('/api/v1/task-types/order', { body: { ids } }));
export const deleteTaskType = (id: number, moveTo?: number) =>
  call(api.DELETE('/api/v1/task-types/{id}', { params: { path: { id }, query: moveTo ? { move_to: moveTo } : {} } }));
