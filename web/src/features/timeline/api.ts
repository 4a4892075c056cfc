import { infiniteQueryOptions, useQueryClient } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import { staleOn } from '@/lib/live';
import { toUnix } from '@/lib/zone';
import type { FeedItem, FeedView } from './model';

export type NoteBody = components['schemas']['NoteBody'];

const PAGE = 60;
const key = (kind: CardKind, id: number) => ['feed', kind, id] as const;
for (const kind of ['deal', 'contact', 'company'] as const) staleOn(`${kind}.`, (e) => [key(kind, e.id)]);

const PATH = {
  deal: '/api/v1/deals/{id}/feed',
  contact: '/api/v1/contacts/{id}/feed',
  company: '/api/v1/companies/{id}/feed',
} as const;
const NOTES = {
  deal: '/api/v1/deals/{id}/notes',
  contact: '/api/v1/contacts/{id}/notes',
  company: '/api/v1/companies/{id}/notes',
} as const;

/** The history of a card, the newest page first. */
export const feedPages = (kind: CardKind, id: number, view: FeedView) =>
  infiniteQueryOptions({
    queryKey: [...key(kind, id), view],
    gcTime: 30_000,
    initialPageParam: 0,
    queryFn: ({ pageParam, signal }) => {
      const query = {
        limit: PAGE,
        ...(view.what === 'all' ? {} : { what: view.what }),
        ...(view.actor ? { actor_id: view.actor } : {}),
        ...(view.day ? { to_at: toUnix({ day: view.day, time: '23:59' }) + 59 } : {}),
        ...(view.linked ? { linked: true } : {}),
        ...(pageParam ? { before: pageParam } : {}),
      };
      return call(api.GET(PATH[kind], { params: { path: { id }, query }, signal }));
    },
    getNextPageParam: (last) => last.next || undefined,
    // A picture is drawn and a file is scanned a moment after the note was sent.
    refetchInterval: (q) => (q.state.data?.pages[0]?.items.slice(0, 5).some(waits) ? 2000 : false),
  });

const waits = (item: FeedItem) => (item.note?.files ?? []).some((f) => f.preview === 'waiting' || f.scan === 'waiting');

/** The verbs of notes; each asks for the feed again when the server has answered. */
export function useNoteVerbs(kind: CardKind, id: number) {
  const queries = useQueryClient();
  const after = async <T>(pending: Promise<T>): Promise<T> => {
    const done = await pending;
    await queries.invalidateQueries({ queryKey: key(kind, id) });
    return done;
  };
  const at = (note: number) => ({ params: { path: { id: note } } });
  return {
    add: (body: NoteBody) => after(call(api.POST(NOTES[kind], { params: { path: { id } }, body }))),
    edit: (note: number, text: string) => after(call(api.PATCH('/api/v1/notes/{id}', { ...at(note), body: { text } }))),
    remove: (note: number) => after(call(api.DELETE('/api/v1/notes/{id}', at(note)))),
    pin: (note: number, is_pinned: boolean) =>
      after(call(api.PUT('/api/v1/notes/{id}/pin', { ...at(note), body: { is_pinned } }))),
  };
}
