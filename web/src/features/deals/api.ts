import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { components } from '@/api/schema';
import { ApiError, api, call } from '@/lib/api';
import { text } from '@/lib/i18n';
import { toast } from '@/ui/toast';
import { appendCards, type Board, moveCards } from './board';
import locale from './locale';

export type NewDeal = components['schemas']['DealBody'];
export type MoveBody = components['schemas']['MoveBody'];

/** Which board: its key in the cache and the words of its request. */
export interface BoardQuery {
  pipeline: number;
  filter: string;
  sort: string;
}

const wire = (q: BoardQuery) => ({ pipeline_id: q.pipeline, sort: q.sort, ...(q.filter ? { filter: q.filter } : {}) });

export const boardKeys = {
  all: ['deals', 'board'] as const,
  one: (q: BoardQuery) => ['deals', 'board', q] as const,
};

export const boardOptions = (q: BoardQuery) =>
  queryOptions({
    queryKey: boardKeys.one(q),
    queryFn: ({ signal }) => call(api.GET('/api/v1/deals/board', { params: { query: wire(q) }, signal })),
    placeholderData: (before) => (before?.pipeline_id === q.pipeline ? before : undefined),
    // Live updates patch it; it is asked for whole again after a break only.
    staleTime: 5 * 60_000,
  });

export const boardCounts = (q: BoardQuery) =>
  call(api.GET('/api/v1/deals/board/counts', { params: { query: wire(q) } }));

export const boardCards = async (ids: readonly number[]) =>
  (await call(api.GET('/api/v1/deals/board/cards', { params: { query: { ids: [...ids] } } }))).items;

/** Loads the next part of a column into the cached board. */
export function useMoreCards(q: BoardQuery) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ status, after }: { status: number; after: string }) =>
      call(
        api.GET('/api/v1/deals/board/columns/{status_id}', {
          params: { path: { status_id: status }, query: { ...wire(q), after } },
        }),
      ),
    onSuccess: (page, { status }) => {
      queries.setQueryData<Board>(boardKeys.one(q), (b) => b && appendCards(b, status, page.items, page.next));
    },
  });
}

/** A moved deal and where it came from, for undo. */
export interface Moved {
  id: number;
  from: number;
}

export interface MoveRequest extends Omit<MoveBody, 'status_id'> {
  cards: readonly Moved[];
  to: number;
  /** The stage in words, for the toast. */
  name: string;
}

/**
 * Moves deals at once and confirms later. What the server refuses goes back with the reason; a refusal for missing
 * fields is handed to `onAsk`, which opens the form of the stage.
 */
export function useMove(q: BoardQuery, onAsk: (request: MoveRequest, fields: number[]) => void) {
  const queries = useQueryClient();
  const key = useMemo(() => boardKeys.one(q), [q]);
  const mutation = useMutation({
    mutationFn: async ({ cards, to, name: _, ...body }: MoveRequest) => {
      const failed: { card: Moved; error: unknown }[] = [];
      for (const card of cards) {
        try {
          await call(
            api.POST('/api/v1/deals/{id}/move', {
              params: { path: { id: card.id } },
              body: { ...body, status_id: to },
            }),
          );
        } catch (error) {
          failed.push({ card, error });
        }
      }
      return failed;
    },
    onMutate: async ({ cards, to }) => {
      await queries.cancelQueries({ queryKey: key });
      queries.setQueryData<Board>(
        key,
        (b) =>
          b &&
          moveCards(
            b,
            cards.map((c) => c.id),
            to,
            q.sort,
          ),
      );
    },
  });
  const { mutateAsync } = mutation;
  return useCallback(
    async (request: MoveRequest, undoable = true) => {
      const failed = await mutateAsync(request);
      for (const { card } of failed) {
        queries.setQueryData<Board>(key, (b) => b && moveCards(b, [card.id], card.from, q.sort));
      }
      if (failed.length > 0) queries.invalidateQueries({ queryKey: key });
      const asked = failed.find(({ error }) => error instanceof ApiError && error.reason === 'required_fields');
      if (asked) {
        const waiting = failed.filter(({ error }) => error instanceof ApiError && error.reason === 'required_fields');
        onAsk({ ...request, cards: waiting.map((f) => f.card) }, requiredFields(asked.error as ApiError));
      }
      for (const { error } of failed) {
        if (error instanceof ApiError && error.reason === 'required_fields') continue;
        toast({
          tone: 'bad',
          text: text(locale, 'moveRefused'),
          detail: error instanceof Error ? error.message : undefined,
        });
        break;
      }
      const done = request.cards.filter((c) => !failed.some((f) => f.card.id === c.id));
      if (!undoable || done.length === 0) return;
      toast({
        text: text(locale, 'moved', { n: done.length, stage: request.name }),
        undo: async () => {
          for (const card of done) {
            queries.setQueryData<Board>(key, (b) => b && moveCards(b, [card.id], card.from, q.sort));
            await call(
              api.POST('/api/v1/deals/{id}/move', {
                params: { path: { id: card.id } },
                body: { status_id: card.from },
              }),
            ).catch((error: Error) => toast({ tone: 'bad', text: text(locale, 'undoRefused'), detail: error.message }));
          }
          queries.invalidateQueries({ queryKey: key });
        },
      });
    },
    [mutateAsync, queries, key, q.sort, onAsk],
  );
}

/** The ids of the fields a stage asks for, out of a refusal. */
function requiredFields(error: ApiError): number[] {
  return error.fields.flatMap((f) => {
    const id = Number(/^fields\.(\d+)$/.exec(f.path)?.[1]);
    return id > 0 ? [id] : [];
  });
}

export function useCreateDeal(q: BoardQuery) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: NewDeal) => call(api.POST('/api/v1/deals', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: boardKeys.one(q) }),
  });
}

export type Duplicate = components['schemas']['DuplicateView'];

/** The contact that has this phone or e-mail already; null when nobody has. */
export async function duplicatesOf(phone: string, email: string): Promise<Duplicate | null> {
  const query = {
    kind: 'contact' as const,
    ...(phone ? { phone: [phone] } : {}),
    ...(email ? { email: [email] } : {}),
  };
  return (await call(api.GET('/api/v1/duplicates', { params: { query } }))).items[0] ?? null;
}

export const deleteDeal = (id: number) => call(api.DELETE('/api/v1/deals/{id}', { params: { path: { id } } }));
export const restoreDeal = (id: number) => call(api.POST('/api/v1/deals/{id}/restore', { params: { path: { id } } }));
export const setTags = (id: number, tags: string[]) =>
  call(api.PATCH('/api/v1/deals/{id}', { params: { path: { id } }, body: { tags } }));
export const setResponsible = (id: number, user: number) =>
  call(api.PATCH('/api/v1/deals/{id}', { params: { path: { id } }, body: { responsible_id: user } }));
