import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import { asksOf } from '@/lib/asksOf';
import { onEvent } from '@/lib/live';
import { countOptions, type ListQuery, listOptions, pageOf, rowsOf } from './api';
import { heldRows, letGo } from './held';
import { refreshRows } from './model';

/** Changes are gathered this long, then asked for in one call. */
const GATHER = 250;
/** Between two calls: others may work faster than one can read. */
const PAUSE = 1000;
/** As many rows as one call asks for. */
const MANY = 100;
/** Stands for rows that a change of a card they are linked to may bring or take. */
const LINKED = 0;

/**
 * Keeps the rows of a list true while others work. Loaded rows that changed are asked for by id and stay where they are,
 * however many pages are loaded; rows that may have come wait until the person asks for them with `show`.
 */
export function useListLive({ kind, filter, sort }: ListQuery): { waiting: boolean; show: () => Promise<void> } {
  const queries = useQueryClient();
  const [waiting, setWaiting] = useState(false);
  useEffect(() => {
    const query = { kind, filter, sort };
    const { queryKey } = listOptions(query);
    let changed = new Set<number>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let busy = false;
    let stopped = false;
    setWaiting(false);
    async function ask(ids: readonly number[]) {
      void queries.invalidateQueries({ queryKey: countOptions(query).queryKey });
      const data = queries.getQueryData(queryKey);
      const held = heldRows(kind);
      const own = ids.filter((id) => held.has(id));
      if (data && own.length > 0) {
        const found = await rowsOf({ kind, filter: '', sort }, own.slice(0, MANY));
        if (stopped) return;
        queries.setQueryData(queryKey, (was) => was && refreshRows(was, [], found));
        if (own.length === ids.length) return;
        setWaiting(true);
      }
      // One page is cheap to ask for whole, and comes in order.
      if (!data || (data.pages.length < 2 && held.size === 0)) return queries.invalidateQueries({ queryKey });
      if (ids.includes(LINKED)) setWaiting(true);
      const loaded = new Set(data.pages.flatMap((page) => page.items.map((row) => row.id)));
      const known = ids.filter((id) => loaded.has(id) && !held.has(id)).slice(0, MANY);
      const found = await rowsOf(query, ids.slice(0, MANY));
      if (stopped) return;
      if (ids.length > MANY || found.some((row) => !loaded.has(row.id))) setWaiting(true);
      queries.setQueryData(queryKey, (was) => was && refreshRows(was, known, found));
    }
    async function flush() {
      const ids = [...changed];
      changed = new Set();
      busy = true;
      await ask(ids).catch(() => setWaiting(true));
      if (stopped) return;
      timer = setTimeout(() => {
        busy = false;
        if (changed.size > 0) void flush();
      }, PAUSE);
    }
    const stop = onEvent((event) => {
      const linked = event.kind !== kind;
      if (linked && !asksOf(filter, event.kind)) return;
      if (changed.size === 0 && !busy) timer = setTimeout(() => void flush(), GATHER);
      changed.add(linked ? LINKED : event.id);
    });
    return () => {
      stopped = true;
      stop();
      clearTimeout(timer);
      letGo(kind);
      // Nobody keeps it true from here on.
      void queries.invalidateQueries({ queryKey, refetchType: 'none' });
    };
  }, [kind, filter, sort, queries]);
  const show = useCallback(async () => {
    const query = { kind, filter, sort };
    const { queryKey } = listOptions(query);
    // Not by making the list stale: that asks for every page, and gives way to the next page a scroll asks for.
    const page = await pageOf(query);
    await queries.cancelQueries({ queryKey });
    queries.setQueryData(queryKey, { pages: [page], pageParams: [''] });
    letGo(kind);
    setWaiting(false);
  }, [kind, filter, sort, queries]);
  return { waiting, show };
}
