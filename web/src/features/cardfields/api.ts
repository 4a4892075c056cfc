import { queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';

type Schemas = components['schemas'];

const at = (id: number) => ({ params: { path: { id } } });

export const createField = (body: Schemas['FieldBody']) => call(api.POST('/api/v1/fields', { body }));
export const updateField = (id: number, body: Schemas['FieldPatch']) =>
  call(api.PATCH('/api/v1/fields/{id}', { ...at(id), body }));
/** Deletes a field; what depends on it was shown before. */
export const deleteField = (id: number) =>
  call(api.DELETE('/api/v1/fields/{id}', { params: { path: { id }, query: { confirmed: true } } }));
/** What uses a field, or one of its choices. */
export const findDependants = async (id: number, option_id?: number) =>
  (
    await call(
      api.GET('/api/v1/fields/{id}/dependants', { params: { path: { id }, query: option_id ? { option_id } : {} } }),
    )
  ).items;
export const removeOption = (id: number, option_id: number, replacement: number) =>
  call(
    api.DELETE('/api/v1/fields/{id}/options/{option_id}', {
      params: { path: { id, option_id }, query: { confirmed: true, ...(replacement ? { replacement } : {}) } },
    }),
  );
export const addTracking = (kind: CardKind, name: string) =>
  call(api.POST('/api/v1/fields/tracking', { body: { kind, name } }));
export const fieldRoles = (id: number) =>
  queryOptions({
    queryKey: ['fields', 'roles', id],
    queryFn: async () => (await call(api.GET('/api/v1/fields/{id}/roles', at(id)))).roles,
  });
export const setFieldRoles = (id: number, roles: Schemas['FieldRole'][]) =>
  call(api.PUT('/api/v1/fields/{id}/roles', { ...at(id), body: { roles } }));
export const roles = queryOptions({
  queryKey: ['roles'],
  queryFn: async () => (await call(api.GET('/api/v1/roles', {}))).items,
});
export const fieldWorks = queryOptions({
  queryKey: ['fields', 'works'],
  queryFn: async () => (await call(api.GET('/api/v1/fields/works', {}))).items,
  refetchInterval: (query) => (query.state.data?.length ? 1500 : false),
});
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
