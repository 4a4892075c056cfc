import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { onEvent } from '@/lib/live';
import { type BoardQuery, boardCards, boardCounts, boardKeys } from './api';
import { type Board, refreshCards, refreshCounts } from './board';

/** Changes are gathered this long, then asked for in one call. */
const GATHER = 60;
/** Above this many changed deals the board is asked for whole: an import, a bulk change. */
const MANY = 80;

/**
 * Keeps the cached board true while others work: the changed cards are asked for by id, with our own rights, and placed;
 * counts and sums come beside them. With a filter the board is asked for whole, since only the server can tell who fits.
 */
export function useBoardLive(q: BoardQuery): void {
  const queries = useQueryClient();
  useEffect(() => {
    const key = boardKeys.one(q);
    let waiting = new Set<number>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    async function flush() {
      const ids = [...waiting];
      waiting = new Set();
      timer = undefined;
      if (q.filter || ids.length > MANY) return queries.invalidateQueries({ queryKey: key });
      const [found, counts] = await Promise.all([boardCards(ids), boardCounts(q)]);
      if (stopped) return;
      queries.setQueryData<Board>(key, (b) => {
        if (!b) return b;
        const ours = found.filter((c) => b.columns.some((column) => column.status_id === c.status_id));
        return refreshCounts(refreshCards(b, ids, ours, q.sort), counts);
      });
    }
    const stop = onEvent((event) => {
      if (event.kind !== 'deal') return;
      waiting.add(event.id);
      timer ??= setTimeout(() => void flush().catch(() => queries.invalidateQueries({ queryKey: key })), GATHER);
    });
    return () => {
      stopped = true;
      stop();
      clearTimeout(timer);
    };
  }, [q, queries]);
}
