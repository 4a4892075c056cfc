import { queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import { staleOn } from '@/lib/live';

export type Template = components['schemas']['ImportTemplate'];
export type ImportDetail = components['schemas']['ImportDetail'];

const at = (id: number) => ({ params: { path: { id } } });

export const templates = queryOptions({
  queryKey: ['import-templates'],
  queryFn: async () => (await call(api.GET('/api/v1/import-templates'))).items,
});

staleOn('import_template.', () => [templates.queryKey]);

export const saveTemplate = (importId: number, name: string) =>
  call(api.POST('/api/v1/import-templates', { body: { import_id: importId, name } }));
export const renameTemplate = (id: number, name: string) =>
  call(api.PATCH('/api/v1/import-templates/{id}', { ...at(id), body: { name } }));
export const deleteTemplate = (id: number) => call(api.DELETE('/api/v1/import-templates/{id}', at(id)));
export const layTemplate = (importId: number, template: number): Promise<ImportDetail> =>
  call(api.PUT('/api/v1/imports/{id}/template', { ...at(importId), body: { template_id: template } }));
