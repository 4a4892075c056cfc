import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { ApiError, api, call, toApiError } from '@/lib/api';
import { bootstrap } from '@/lib/bootstrap';
import { getLang, text } from '@/lib/i18n';
import { staleOn } from '@/lib/live';
import locale from './locale';
import { isBusy } from './model';

type Schemas = components['schemas'];
export type Import = Schemas['ImportView'];
export type ImportDetail = Schemas['ImportDetail'];
export type Plan = Schemas['Plan'];
export type PlanColumn = Schemas['PlanColumn'];
export type Target = Schemas['Target'];
export type Column = Schemas['ImportColumn'];
export type PreviewRow = Schemas['PreviewRow'];
export type Problem = Schemas['ImportProblem'];
export type Export = Schemas['ExportView'];

const at = (id: number) => ({ params: { path: { id } } });

export const imports = infiniteQueryOptions({
  queryKey: ['imports', 'list'],
  queryFn: ({ pageParam }) =>
    call(api.GET('/api/v1/imports', { params: { query: { limit: 30, ...(pageParam ? { after: pageParam } : {}) } } })),
  initialPageParam: '',
  getNextPageParam: (last) => last.next || undefined,
  refetchInterval: (query) => (query.state.data?.pages[0]?.items.some(isBusy) ? 2000 : false),
});

export const importDetail = (id: number) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: () => call(api.GET('/api/v1/imports/{id}', at(id))),
    refetchInterval: (query) => (query.state.data && isBusy(query.state.data) ? 700 : false),
  });

export const preview = (id: number) =>
  queryOptions({
    queryKey: ['imports', id, 'preview'],
    queryFn: async () => (await call(api.GET('/api/v1/imports/{id}/preview', at(id)))).items,
    staleTime: 0,
  });

/** Choices that cells name and lists lack. */
export const lackingChoices = (id: number) =>
  queryOptions({
    queryKey: ['imports', id, 'lacking'],
    queryFn: () => call(api.GET('/api/v1/imports/{id}/lacking-choices', at(id))),
    staleTime: 0,
  });
/** What one column lacks, and whether the file goes on after what was looked at. */
export type Lacking = Schemas['LackingColumn'] & { partial: boolean };

export const problems = (id: number, fatal: boolean) =>
  infiniteQueryOptions({
    queryKey: ['imports', id, 'problems', fatal],
    queryFn: ({ pageParam }) =>
      call(
        api.GET('/api/v1/imports/{id}/problems', {
          params: { path: { id }, query: { limit: 100, fatal, ...(pageParam ? { after: pageParam } : {}) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

// A finished import has brought tags and fields, an undone one has taken them.
staleOn('import.', (e) => [imports.queryKey, importDetail(e.id).queryKey, bootstrap.queryKey]);

export const putPlan = (id: number, body: Plan) => call(api.PUT('/api/v1/imports/{id}/plan', { ...at(id), body }));
export const putSheet = (id: number, sheet: number, headRow: number) =>
  call(api.PUT('/api/v1/imports/{id}/sheet', { ...at(id), body: { sheet, head_row: headRow } }));
export const startImport = (id: number) => call(api.POST('/api/v1/imports/{id}/start', at(id)));
export const cancelImport = (id: number) => call(api.POST('/api/v1/imports/{id}/cancel', at(id)));
export const undoImport = (id: number) => call(api.POST('/api/v1/imports/{id}/undo', at(id)));
export const rejectedHref = (id: number) => `/api/v1/imports/${id}/rejected.xlsx`;

/** Sends a table; `onShare` hears how much of it has gone, from 0 to 1. */
export function uploadImport(file: File, onShare: (share: number) => void, signal: AbortSignal): Promise<ImportDetail> {
  return new Promise((resolve, reject) => {
    const sender = new XMLHttpRequest();
    const lost = () => reject(new ApiError({ status: 0, code: 'offline', message: text(locale, 'uploadLost') }));
    sender.open('POST', '/api/v1/imports');
    sender.setRequestHeader('Accept-Language', getLang());
    sender.upload.onprogress = (event) => event.lengthComputable && onShare(event.loaded / event.total);
    sender.onerror = lost;
    sender.onabort = () => reject(new DOMException('', 'AbortError'));
    sender.onload = () => {
      if (sender.status === 201) return resolve(JSON.parse(sender.responseText) as ImportDetail);
      void toApiError(new Response(sender.responseText, { status: sender.status || 503 })).then(reject);
    };
    signal.addEventListener('abort', () => sender.abort());
    const form = new FormData();
    form.append('file', file);
    sender.send(form);
  });
}

export type ExportBody = Schemas['ExportBody'];
export const exportColumns = (kind: ExportBody['kind']) =>
  queryOptions({
    queryKey: ['exports', 'columns', kind],
    queryFn: async () => (await call(api.GET('/api/v1/exports/columns', { params: { query: { kind } } }))).items,
    staleTime: 60_000,
  });
export const startExport = (body: ExportBody) => call(api.POST('/api/v1/exports', { body }));
export const exportState = (id: number) =>
  queryOptions({
    queryKey: ['exports', id],
    queryFn: () => call(api.GET('/api/v1/exports/{id}', at(id))),
    refetchInterval: (query) => (query.state.data && query.state.data.state !== 'running' ? false : 600),
  });
export const exportHref = (id: number) => `/api/v1/exports/${id}/file`;
