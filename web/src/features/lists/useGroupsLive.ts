import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { onEvent } from '@/lib/live';
import { heldRows, letGo } from './held';

/** Changes are gathered this long, then asked for in one go. */
const GATHER = 1000;

/** Keeps a parted list true while others work. A row one edits oneself stays where it is; its group is counted anew. */
export function useGroupsLive(kind: CardKind): void {
  const queries = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let others = false;
    const stop = onEvent((event) => {
      if (event.kind !== kind) return;
      others ||= !heldRows(kind).has(event.id);
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const key of others ? ['groups', 'count', 'list'] : ['groups', 'count'])
          void queries.invalidateQueries({ queryKey: [key, kind] });
        others = false;
      }, GATHER);
    });
    return () => {
      stop();
      clearTimeout(timer);
      letGo(kind);
    };
  }, [kind, queries]);
}
