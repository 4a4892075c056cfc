import { queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { ApiError, api, call, toApiError } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { staleOn } from '@/lib/live';
import locale from './locale';

type Schemas = components['schemas'];
export type FileView = Schemas['FileView'];
export type Attachment = Schemas['Attachment'];
export type FileLink = Schemas['FileLink'];

const key = (kind: CardKind, id: number) => ['files', kind, id] as const;
for (const kind of ['deal', 'contact', 'company'] as const) {
  staleOn(`${kind}.file`, (e) => [key(kind, e.id), ['file']]);
  staleOn(`${kind}.note_deleted`, (e) => [key(kind, e.id)]);
  staleOn(`${kind}.field_changed`, (e) => [key(kind, e.id)]); // a field may have taken files in, or let them go
}

/** Pictures are drawn and files are scanned a moment after the upload: while one waits, the list is asked for again. */
const waits = (f: Attachment) => f.preview === 'waiting' || f.scan === 'waiting';

/** The files of a card, newest first. */
export const filesOf = (kind: CardKind, id: number) =>
  queryOptions({
    queryKey: key(kind, id),
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/v1/files', { params: { query: { kind, entity_id: id, limit: 200 } }, signal }))).items,
    refetchInterval: (q) => (q.state.data?.some(waits) ? 2000 : false),
  });

export const versionsOf = (id: number) =>
  queryOptions({
    queryKey: ['file', id, 'versions'],
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/v1/files/{id}/versions', { params: { path: { id } }, signal }))).items,
  });

export const linksOf = (id: number) =>
  queryOptions({
    queryKey: ['file', id, 'links'],
    queryFn: async ({ signal }) =>
      (await call(api.GET('/api/v1/files/{id}/links', { params: { path: { id } }, signal }))).items,
  });

export const space = queryOptions({
  queryKey: ['files', 'space'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/files/space', { signal })),
});

const at = (id: number) => ({ params: { path: { id } } });
export const renameFile = (id: number, name: string) =>
  call(api.PATCH('/api/v1/files/{id}', { ...at(id), body: { name } }));
export const deleteFile = (id: number) => call(api.DELETE('/api/v1/files/{id}', at(id)));
export const restoreFile = (id: number) => call(api.POST('/api/v1/files/{id}/restore', at(id)));
export const restoreVersion = (id: number, version_id: number) =>
  call(api.POST('/api/v1/files/{id}/versions/{version_id}/restore', { params: { path: { id, version_id } } }));
export const addLink = (id: number, body: Schemas['FileLinkBody']) =>
  call(api.POST('/api/v1/files/{id}/links', { ...at(id), body }));
export const revokeLink = (id: number) => call(api.DELETE('/api/v1/file-links/{id}', at(id)));

/** Where the bytes of a file are. */
export const contentOf = (f: Attachment, inline = false) =>
  `/api/v1/files/${f.id}/content?version=${f.version_id}${inline ? '&inline=true' : ''}`;
export const previewOf = (f: Attachment) => `/api/v1/files/${f.id}/preview?version=${f.version_id}`;

export interface Upload {
  done: Promise<FileView>;
  stop: () => void;
}

function send(path: string, file: File, onProgress: (part: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<FileView>((resolve, reject) => {
    const offline = () => reject(new ApiError({ status: 0, code: 'offline', message: text(locale, 'brokenOff') }));
    request.open('POST', path);
    request.upload.onprogress = (e) => e.lengthComputable && onProgress(e.loaded / e.total);
    request.onerror = offline;
    request.onabort = offline;
    request.onload = async () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as FileView);
      else reject(await toApiError(new Response(request.responseText, { status: request.status })));
    };
    const form = new FormData();
    form.append('file', file, file.name);
    request.send(form);
  });
  return { done, stop: () => request.abort() };
}

/** Uploads a file to a card; a staged one waits for the note it goes with. */
export const uploadFile = (
  kind: CardKind,
  id: number,
  file: File,
  staged: boolean,
  onProgress: (part: number) => void,
) => send(`/api/v1/files?kind=${kind}&entity_id=${id}${staged ? '&staged=true' : ''}`, file, onProgress);

export const uploadVersion = (id: number, file: File, onProgress: (part: number) => void) =>
  send(`/api/v1/files/${id}/versions`, file, onProgress);
