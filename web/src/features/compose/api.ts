import { PLURAL } from '@/features/cardcore';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';

/** Which of these colleagues may not see the card. */
export const blindTo = async (kind: CardKind, id: number, user_ids: number[]) => {
  const path = `/api/v1/${PLURAL[kind]}/{id}/blind` as '/api/v1/deals/{id}/blind';
  return (await call(api.GET(path, { params: { path: { id }, query: { user_ids } } }))).user_ids;
};
