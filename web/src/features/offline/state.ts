import { useSyncExternalStore } from 'react';
import type { Write } from './model';

interface State {
  /** `account.user` of who is signed in; empty when nobody is. */
  who: string;
  /** What is not on the server yet. */
  writes: readonly Write[];
  /** The last kept answer that was shown, by card (empty: a list), in milliseconds. */
  shown: Readonly<Record<string, number>>;
}

let state: State = { who: '', writes: [], shown: {} };
const listeners = new Set<() => void>();

export const getState = (): State => state;

export function setState(change: Partial<State>): void {
  state = { ...state, ...change };
  for (const tell of listeners) tell();
}

/** What the offline part knows at this moment. */
export const useOffline = (): State =>
  useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, getState);
