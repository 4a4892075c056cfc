import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { type Bootstrap, bootstrap } from './bootstrap';

/** Shows a change of what the bootstrap holds at once, sends it, and takes it back if the server refuses. */
export type Change = <T>(show: (boot: Bootstrap) => Bootstrap, send: () => Promise<T>) => Promise<T>;

/** For settings: pipelines, fields, task types, people. The refusal is thrown on for the caller to show. */
export function useChange(): Change {
  const queries = useQueryClient();
  return useCallback(
    async (show, send) => {
      await queries.cancelQueries({ queryKey: bootstrap.queryKey });
      const before = queries.getQueryData(bootstrap.queryKey);
      if (before) queries.setQueryData(bootstrap.queryKey, show(before));
      try {
        return await send();
      } catch (refusal) {
        if (before) queries.setQueryData(bootstrap.queryKey, before);
        throw refusal;
      } finally {
        void queries.invalidateQueries({ queryKey: bootstrap.queryKey });
      }
    },
    [queries],
  );
}

/** A change that cannot be shown before the server has answered: something new with an id of its own. */
export const asIs = (boot: Bootstrap): Bootstrap => boot;

/** The list with one thing taken out and put in at another place. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}
