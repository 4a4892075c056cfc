import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import { staleOn } from '@/lib/live';
import { toUnix } from '@/lib/zone';
import type { BinSearch } from './search';

export type BinItem = components['schemas']['BinItem'];

for (const kind of ['deal', 'contact', 'company'])
  for (const verb of ['deleted', 'restored', 'purged']) staleOn(`${kind}.${verb}`, () => [['bin']]);

export const binOptions = (kind: CardKind, s: BinSearch) =>
  infiniteQueryOptions({
    queryKey: ['bin', kind, s],
    queryFn: ({ pageParam, signal }) =>
      call(
        api.GET('/api/v1/bin', {
          params: {
            query: {
              kind,
              limit: 100,
              ...(s.who ? { deleted_by: [s.who] } : {}),
              ...(s.from ? { from: toUnix({ day: s.from, time: '00:00' }) } : {}),
              ...(s.to ? { to: toUnix({ day: s.to, time: '23:59' }) + 59 } : {}),
              ...(s.q ? { q: s.q } : {}),
              ...(pageParam ? { after: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  });

export const binSettings = queryOptions({
  queryKey: ['bin', 'settings'],
  queryFn: ({ signal }) => call(api.GET('/api/v1/bin/settings', { signal })),
});

export const keepBin = (keeps: boolean) => call(api.PUT('/api/v1/bin/settings', { body: { keeps } }));

export const restoreCards = (kind: CardKind, ids: number[]) =>
  call(api.POST('/api/v1/bin/restore', { body: { kind, ids } }));

export const purgeCards = (kind: CardKind, ids: number[]) =>
  call(api.POST('/api/v1/bin/purge', { body: { kind, ids, count: ids.length } }));

export const undoMerge = (id: number) => call(api.POST('/api/v1/merges/{id}/undo', { params: { path: { id } } }));
