import { infiniteQueryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import { toUnix } from '@/lib/zone';
import type { EventsSearch } from './search';

export type EventRow = components['schemas']['EventView'];

const KINDS = ['deal', 'contact', 'company'] as const;

/** What the address asks for, as the list and the export take it. */
export function chosenEvents(s: EventsSearch) {
  return {
    ...(s.kind ? { kind: s.kind } : {}),
    ...(s.what
      ? {
          kinds: (s.kind ? [s.kind] : KINDS).flatMap((kind) =>
            (s.what ?? '').split(',').map((verb) => `${kind}.${verb}`),
          ),
        }
      : {}),
    ...(s.from ? { from: toUnix({ day: s.from, time: '00:00' }) } : {}),
    ...(s.to ? { to: toUnix({ day: s.to, time: '23:59' }) + 59 } : {}),
  };
}

export const eventsOptions = (s: EventsSearch) =>
  infiniteQueryOptions({
    queryKey: ['events', s],
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/v1/events', {
          params: {
            query: {
              limit: 100,
              ...(s.who ? { actor_id: [s.who] } : {}),
              ...chosenEvents(s),
              ...(pageParam ? { before: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next || undefined,
  });
