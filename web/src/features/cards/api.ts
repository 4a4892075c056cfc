import type { components } from '@/api/schema';
import { type Card, PLURAL } from '@/features/cardcore';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';

type Schemas = components['schemas'];
const at = (id: number) => ({ params: { path: { id } } });
const one = (kind: CardKind) => `/api/v1/${PLURAL[kind]}/{id}` as '/api/v1/companies/{id}';
const restorePath = (kind: CardKind) => `/api/v1/${PLURAL[kind]}/{id}/restore` as '/api/v1/companies/{id}/restore';

export const deleteCard = (kind: CardKind, id: number) => call(api.DELETE(one(kind), at(id)));

export const restoreCard = async (kind: CardKind, id: number) =>
  (await call(api.POST(restorePath(kind), at(id)))) as Card;

export const createField = (body: Schemas['FieldBody']) => call(api.POST('/api/v1/fields', { body }));

export const createGroup = (kind: CardKind, name: string) =>
  call(api.POST('/api/v1/field-groups', { body: { kind, name } }));

/** Remembers that I opened it, for the list of recent cards. Nothing hangs on the answer. */
export const tellOpened = (kind: CardKind, id: number) => {
  const path = `/api/v1/${PLURAL[kind]}/{id}/opened` as '/api/v1/deals/{id}/opened';
  call(api.POST(path, at(id))).catch(() => undefined);
};
