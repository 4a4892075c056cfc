import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import type { CardKind, Field } from '@/lib/bootstrap';
import { type LiveEvent, staleOn } from '@/lib/live';
import { type Card, type CardPatch, PLURAL } from './model';

type Schemas = components['schemas'];
type ContactView = Schemas['ContactView'];
type DealView = Schemas['DealView'];

export const cardKey = (kind: CardKind, id: number) => [kind, id] as const;
export const feedKey = (kind: CardKind, id: number) => ['feed', kind, id] as const;

// The three kinds answer alike; one path stands for them in the types.
const ONE = '/api/v1/companies/{id}';
const one = (kind: CardKind) => `/api/v1/${PLURAL[kind]}/{id}` as typeof ONE;
const restorePath = (kind: CardKind) => `/api/v1/${PLURAL[kind]}/{id}/restore` as '/api/v1/companies/{id}/restore';
const at = (id: number) => ({ params: { path: { id } } });

export const cardQuery = (kind: CardKind, id: number) =>
  queryOptions({
    queryKey: cardKey(kind, id),
    // Whoever walks through hundreds of cards does not take them all along.
    gcTime: 60_000,
    queryFn: async ({ signal }) => (await call(api.GET(one(kind), { ...at(id), signal }))) as Card,
  });

/** A deal names its people and company, so it is stale when they change. */
const related = (e: LiveEvent) => [['deal'], ['contact'], ...own(e)];
const own = (e: LiveEvent) => [cardKey(e.kind as CardKind, e.id), feedKey(e.kind as CardKind, e.id), ['linked']];
staleOn('deal.', own);
staleOn('contact.', related);
staleOn('company.', related);

export const patchCard = async (kind: CardKind, id: number, body: CardPatch & { version?: number; base?: CardPatch }) =>
  (await call(api.PATCH(one(kind), { ...at(id), body }))) as Card;

export const deleteCard = (kind: CardKind, id: number) => call(api.DELETE(one(kind), at(id)));

export const restoreCard = async (kind: CardKind, id: number) =>
  (await call(api.POST(restorePath(kind), at(id)))) as Card;

/** Which of these colleagues may not see the card. */
export const blindTo = async (kind: CardKind, id: number, user_ids: number[]) => {
  const path = `/api/v1/${PLURAL[kind]}/{id}/blind` as '/api/v1/deals/{id}/blind';
  return (await call(api.GET(path, { params: { path: { id }, query: { user_ids } } }))).user_ids;
};

export const moveDeal = async (id: number, body: Schemas['MoveBody']) =>
  (await call(api.POST('/api/v1/deals/{id}/move', { ...at(id), body }))) as Card;

export const linkPerson = async (id: number, contact_id: number, is_main = false) =>
  (await call(
    api.PUT('/api/v1/deals/{id}/contacts/{contact_id}', { params: { path: { id, contact_id } }, body: { is_main } }),
  )) as Card;

export const unlinkPerson = async (id: number, contact_id: number) =>
  (await call(
    api.DELETE('/api/v1/deals/{id}/contacts/{contact_id}', { params: { path: { id, contact_id } } }),
  )) as Card;

export const createContact = (body: Schemas['ContactBody']) => call(api.POST('/api/v1/contacts', { body }));
export const createCompany = (body: Schemas['CompanyBody']) => call(api.POST('/api/v1/companies', { body }));
export const createField = (body: Schemas['FieldBody']) => call(api.POST('/api/v1/fields', { body }));
export const createGroup = (kind: CardKind, name: string) =>
  call(api.POST('/api/v1/field-groups', { body: { kind, name } }));

/** Names found by what is typed, for a picker; the newest ones while nothing is typed. */
export async function findNames(kind: 'contact' | 'company', typed: string, signal?: AbortSignal) {
  const filter = typed.trim() ? JSON.stringify({ field: 'query', op: 'contains', value: typed.trim() }) : undefined;
  const path = `/api/v1/${PLURAL[kind]}` as '/api/v1/contacts';
  const query = { limit: 8, sort: '-updated_at', ...(filter ? { filter } : {}) };
  const page = await call(api.GET(path, { params: { query }, ...(signal ? { signal } : {}) }));
  return page.items;
}

/** People or companies with this phone, e-mail or name: what a new one may be the double of. */
export const duplicates = (
  kind: 'contact' | 'company',
  fields: readonly Field[],
  typed: { name: string; phone: string; email: string },
) => {
  const conditions: object[] = [];
  const ask = (type: string, value: string, least: number) => {
    if (value.replace(/\s/g, '').length < least) return;
    for (const f of fields.filter((x) => x.type === type))
      conditions.push({ field: `cf.${f.id}`, op: 'eq', value: value.trim() });
  };
  ask('phone', typed.phone.replace(/[^\d+]/g, ''), 7);
  ask('email', typed.email.includes('@') ? typed.email : '', 5);
  if (typed.name.trim().length > 2) conditions.push({ field: 'name', op: 'eq', value: typed.name.trim() });
  return queryOptions({
    queryKey: [PLURAL[kind], 'same', conditions],
    enabled: conditions.length > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const path = `/api/v1/${PLURAL[kind]}` as '/api/v1/contacts';
      const query = { filter: JSON.stringify({ or: conditions }), limit: 3 };
      return (await call(api.GET(path, { params: { query }, signal }))).items as ContactView[];
    },
  });
};

/** The deals of a contact or company, the last touched first. */
export const dealsOf = (kind: 'contact' | 'company', id: number) =>
  queryOptions({
    queryKey: ['linked', 'deals', kind, id],
    queryFn: async ({ signal }) => {
      const filter = JSON.stringify({ field: kind, op: 'eq', value: id });
      const query = { filter, sort: '-updated_at', limit: 50 };
      const page = await call(api.GET('/api/v1/deals', { params: { query }, signal }));
      return page.items as DealView[];
    },
  });

/** The people of a company. */
export const peopleOf = (id: number) =>
  queryOptions({
    queryKey: ['linked', 'contacts', id],
    queryFn: async ({ signal }) => {
      const query = { filter: JSON.stringify({ field: 'company', op: 'eq', value: id }), sort: 'name', limit: 50 };
      return (await call(api.GET('/api/v1/contacts', { params: { query }, signal }))).items as ContactView[];
    },
  });
