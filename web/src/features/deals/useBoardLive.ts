import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { asksOf } from '@/lib/asksOf';
import { onEvent } from '@/lib/live';
import { type BoardQuery, boardCards, boardCounts, boardKeys } from './api';
import { type Board, refreshCards, refreshCounts } from './board';

/** The first change is asked for after this long, what follows in the next batch. */
const GATHER = 60;
/** Between two batches, and between two whole boards: others may work faster than one can look. */
const PAUSE = 250;
const PAUSE_WHOLE = 1000;
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
    let busy = false;
    let stopped = false;
    async function ask(ids: readonly number[]): Promise<number> {
      if (q.filter || ids.length > MANY) {
        await queries.invalidateQueries({ queryKey: key });
        return PAUSE_WHOLE;
      }
      const [found, counts] = await Promise.all([boardCards(ids), boardCounts(q)]);
      if (stopped) return PAUSE;
      queries.setQueryData<Board>(key, (b) => {
        if (!b) return b;
        const ours = found.filter((c) => b.columns.some((column) => column.status_id === c.status_id));
        return refreshCounts(refreshCards(b, ids, ours, q.sort), counts);
      });
      return PAUSE;
    }
    // One batch at a time: an answer that comes late must not overwrite a later one.
    async function flush() {
      const ids = [...waiting];
      waiting = new Set();
      busy = true;
      const pause = await ask(ids).catch(async () => {
        await queries.invalidateQueries({ queryKey: key });
        return PAUSE_WHOLE;
      });
      if (stopped) return;
      timer = setTimeout(() => {
        busy = false;
        if (waiting.size > 0) void flush();
      }, pause);
    }
    const stop = onEvent((event) => {
      if (event.kind !== 'deal' && !asksOf(q.filter, event.kind)) return;
      if (waiting.size === 0 && !busy) timer = setTimeout(() => void flush(), GATHER);
      waiting.add(event.id);
    });
    return () => {
      stopped = true;
      stop();
      clearTimeout(timer);
    };
  }, [q, queries]);
}
