import { queryOptions } from '@tanstack/react-query';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import { type LiveEvent, staleOn } from '@/lib/live';
import { type Card, type CardPatch, PLURAL } from './model';

export const cardKey = (kind: CardKind, id: number) => [kind, id] as const;
export const feedKey = (kind: CardKind, id: number) => ['feed', kind, id] as const;

// The three kinds answer alike; one path stands for them in the types.
const ONE = '/api/v1/companies/{id}';
const one = (kind: CardKind) => `/api/v1/${PLURAL[kind]}/{id}` as typeof ONE;
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
