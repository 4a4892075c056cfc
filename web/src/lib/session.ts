import { useSyncExternalStore } from 'react';
import { setAccountFormat } from './format';

/** Who is signed in and what they may do, as the server computed it. */
export interface Session {
  user: { id: number; name: string; email: string; avatarUrl?: string };
  account: { id: number; name: string; currency: string; timeZone: string };
  /** Names of rights: `deals.view`, `settings.edit`. */
  rights: ReadonlySet<string>;
}

let session: Session | null = null;
const listeners = new Set<() => void>();

/** Set by the sign-in feature when the server has said who we are; `null` signs out. Sets currency and zone too. */
export function setSession(next: Session | null): void {
  session = next;
  if (next) setAccountFormat({ currency: next.account.currency, timeZone: next.account.timeZone });
  for (const tell of listeners) tell();
}

export function getSession(): Session | null {
  return session;
}

export function useSession(): Session | null {
  return useSyncExternalStore((tell) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  }, getSession);
}

/** Whether a right is held. Before the session has arrived nothing is held. */
export function can(who: Session | null, right: string): boolean {
  return who?.rights.has(right) ?? false;
}
