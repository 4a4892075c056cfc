import { useSyncExternalStore } from 'react';

let lostAt = 0;
const listeners = new Set<() => void>();

/** When the server was last reached, in milliseconds, while it cannot be reached; 0 while it can. */
export const getLostAt = (): number => lostAt;

/** Called by whoever sends requests, with what came of them. */
export function setReached(reached: boolean): void {
  if (reached === (lostAt === 0)) return;
  lostAt = reached ? 0 : Date.now();
  for (const tell of listeners) tell();
}

export function onReach(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

/** The time the connection was lost, 0 while there is one. */
export const useLostAt = (): number => useSyncExternalStore(onReach, getLostAt);
