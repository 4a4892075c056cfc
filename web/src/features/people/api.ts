import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import { bootstrap } from '@/lib/bootstrap';
import { staleOn } from '@/lib/live';

type Schemas = components['schemas'];
export type User = Schemas['UserView'];
export type Role = Schemas['RoleView'];
export type Rights = Schemas['Rights'];

const at = (id: number) => ({ params: { path: { id } } });

export const users = queryOptions({
  queryKey: ['users'],
  queryFn: async () => (await call(api.GET('/api/v1/users'))).items,
});
export const roles = queryOptions({
  queryKey: ['roles'],
  queryFn: async () => (await call(api.GET('/api/v1/roles'))).items,
});

staleOn('user.', () => [users.queryKey]);
staleOn('role.', () => [roles.queryKey, users.queryKey]);

export const inviteUser = (body: Schemas['InviteBody']) => call(api.POST('/api/v1/users', { body }));
export const inviteAgain = async (id: number) =>
  (await call(api.POST('/api/v1/users/{id}/invitation', at(id)))).invitation_url;
export const updateUser = (id: number, body: Schemas['UserPatch']) =>
  call(api.PATCH('/api/v1/users/{id}', { ...at(id), body }));
/** Deactivates in favour of the successor; an invitation not yet accepted is cancelled and needs none. */
export const removeUser = (id: number, successor?: number) =>
  call(
    api.DELETE('/api/v1/users/{id}', {
      params: { path: { id }, query: successor ? { successor_id: successor } : {} },
    }),
  );

export const createGroup = (name: string) => call(api.POST('/api/v1/groups', { body: { name } }));
export const updateGroup = (id: number, body: Schemas['GroupPatch']) =>
  call(api.PATCH('/api/v1/groups/{id}', { ...at(id), body }));
export const deleteGroup = (id: number) => call(api.DELETE('/api/v1/groups/{id}', at(id)));

export const createRole = (body: Schemas['RoleBody']) => call(api.POST('/api/v1/roles', { body }));
export const updateRole = (id: number, body: Schemas['RolePatch']) =>
  call(api.PATCH('/api/v1/roles/{id}', { ...at(id), body }));
export const deleteRole = (id: number) => call(api.DELETE('/api/v1/roles/{id}', at(id)));

/** People stand in the bootstrap too: both are asked for again. */
export function usePeopleChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return useCallback(async () => {
    await Promise.all(
      [users.queryKey, roles.queryKey, bootstrap.queryKey].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
  }, [queries]);
}
