import { infiniteQueryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import { toUnix } from '@/lib/zone';

export type EventRow = components['schemas']['EventView'];

/** What the address of the page holds. */
export interface EventsSearch {
  who?: number;
  kind?: 'deal' | 'contact' | 'company';
  from?: string;
  to?: string;
}

export function eventsSearch(raw: Record<string, unknown>): EventsSearch {
  const out: EventsSearch = {};
  const who = Number(raw.who);
  if (Number.isSafeInteger(who) && who > 0) out.who = who;
  if (raw.kind === 'deal' || raw.kind === 'contact' || raw.kind === 'company') out.kind = raw.kind;
  for (const key of ['from', 'to'] as const) {
    const day = raw[key];
    if (typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day)) out[key] = day;
  }
  return out;
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
              ...(s.kind ? { kind: s.kind } : {}),
              ...(s.from ? { from: toUnix({ day: s.from, time: '00:00' }) } : {}),
              ...(s.to ? { to: toUnix({ day: s.to, time: '23:59' }) + 59 } : {}),
              ...(pageParam ? { before: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (last) => last.next || undefined,
  });
