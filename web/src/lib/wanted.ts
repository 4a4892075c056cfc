import { useEffect, useRef } from 'react';

/** What a command asks for that a page makes: the form of a new deal, contact or company. */
export type Wanted = 'deal' | 'contact' | 'company' | 'task';

let wanted: Wanted | null = null;
const listeners = new Set<() => void>();

/** Asks for a new one; the page that can make it does so at once, or as soon as it is opened. */
export function want(what: Wanted): void {
  wanted = what;
  for (const tell of listeners) tell();
}

/** On the page that makes them: calls `make` when one is wanted. */
export function useWanted(what: Wanted, make: () => void): void {
  const latest = useRef(make);
  latest.current = make;
  useEffect(() => {
    const look = () => {
      if (wanted !== what) return;
      wanted = null;
      latest.current();
    };
    look();
    listeners.add(look);
    return () => {
      listeners.delete(look);
    };
  }, [what]);
}
