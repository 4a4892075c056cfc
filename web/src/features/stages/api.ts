import type { components } from '@/api/schema';
import type { Card } from '@/features/cardcore';
import { api, call } from '@/lib/api';

type Schemas = components['schemas'];
const at = (id: number) => ({ params: { path: { id } } });

export const moveDeal = async (id: number, body: Schemas['MoveBody']) =>
  (await call(api.POST('/api/v1/deals/{id}/move', { ...at(id), body }))) as Card;
