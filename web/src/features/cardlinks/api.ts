import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { type Card, PLURAL } from '@/features/cardcore';
import { api, call } from '@/lib/api';
import type { Field } from '@/lib/bootstrap';

type Schemas = components['schemas'];
type ContactView = Schemas['ContactView'];
type DealView = Schemas['DealView'];

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
