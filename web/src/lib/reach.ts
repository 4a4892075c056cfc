import { useSyncExternalStore } from 'react';
import { text } from './i18n';
import locale from './locale';

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

/** Why something cannot be done at this moment, where it needs the server at once; nothing while it is reached. */
export const lineReason = (): string | undefined => (lostAt ? text(locale, 'needsLine') : undefined);
export const useLineReason = (): string | undefined => useSyncExternalStore(onReach, lineReason);

/** The time the connection was lost, 0 while there is one. */
export const useLostAt = (): number => useSyncExternalStore(onReach, getLostAt);
