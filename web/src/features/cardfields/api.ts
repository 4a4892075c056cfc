import { queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';

type Schemas = components['schemas'];

const at = (id: number) => ({ params: { path: { id } } });

export const createField = (body: Schemas['FieldBody']) => call(api.POST('/api/v1/fields', { body }));
export const updateField = (id: number, body: Schemas['FieldPatch']) =>
  call(api.PATCH('/api/v1/fields/{id}', { ...at(id), body }));
export const deleteField = (id: number) => call(api.DELETE('/api/v1/fields/{id}', at(id)));
export const restoreField = (id: number) => call(api.POST('/api/v1/fields/{id}/restore', at(id)));
export const orderFields = (kind: CardKind, ids: number[]) =>
  call(api.PUT('/api/v1/fields/order', { body: { kind, ids } }));
export const deletedFields = (kind: CardKind) =>
  queryOptions({
    queryKey: ['fields', 'deleted', kind],
    queryFn: async () => (await call(api.GET('/api/v1/fields', { params: { query: { kind, deleted: true } } }))).fields,
  });
export const createFieldGroup = (kind: CardKind, name: string) =>
  call(api.POST('/api/v1/field-groups', { body: { kind, name } }));
export const renameFieldGroup = (id: number, name: string) =>
  call(api.PATCH('/api/v1/field-groups/{id}', { ...at(id), body: { name } }));
export const deleteFieldGroup = (id: number) => call(api.DELETE('/api/v1/field-groups/{id}', at(id)));
export const orderFieldGroups = (kind: CardKind, ids: number[]) =>
  call(api.PUT('/api/v1/field-groups/order', { body: { kind, ids } }));
