import { queryOptions } from '@tanstack/react-query';
import { PLURAL } from '@/features/cardcore';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';

/** How many notes go on paper: the last ones. */
export const MOST = 200;

/** The last notes of a card, oldest first. */
export const notesToPrint = (kind: CardKind, id: number) =>
  queryOptions({
    queryKey: ['feed', kind, id, 'print'],
    gcTime: 0,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const path = `/api/v1/${PLURAL[kind]}/{id}/feed` as '/api/v1/deals/{id}/feed';
      const query = { what: 'notes' as const, limit: MOST };
      const page = await call(api.GET(path, { params: { path: { id }, query }, signal }));
      const notes = page.items.flatMap((i) => (i.kind.endsWith('.note_added') && i.note ? [i.note] : []));
      return { notes: notes.reverse(), isCut: page.next > 0 };
    },
  });
