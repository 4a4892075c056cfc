import { useSyncExternalStore } from 'react';
import type { components } from '@/api/schema';
import { setAccountFormat } from './format';

/** Who is signed in, as the server says it. */
export type Me = components['schemas']['Me'];

/** Who is signed in and what they may do, in the words the client asks with. */
export interface Session {
  user: { id: number; name: string; email: string };
  account: { id: number; name: string; currency: string; timeZone: string };
  /** Names of rights: `deal.view`, `task.edit`, `import`, `settings`, `admin`. */
  rights: ReadonlySet<string>;
}

const KINDS = ['deal', 'contact', 'company', 'task'];
const ACTIONS = ['view', 'create', 'edit', 'delete', 'export'];
const EXTRAS = ['import', 'settings', 'events'];

/** Flattens the rights to the words the client asks with. An administrator has them all. */
function rightsOf(me: Me): Set<string> {
  const all = me.user.is_admin;
  const held = new Set<string>();
  for (const kind of KINDS)
    for (const action of ACTIONS)
      if (all || (me.rights.entities[kind]?.[action] ?? 'none') !== 'none') held.add(`${kind}.${action}`);
  for (const extra of EXTRAS) if (all || me.rights.extra?.[extra]) held.add(extra);
  if (all) held.add('admin');
  return held;
}

export function sessionOf(me: Me): Session {
  const { user, account } = me;
  return {
    user: { id: user.id, name: user.name, email: user.email },
    account: { id: account.id, name: account.name, currency: account.currency, timeZone: account.time_zone },
    rights: rightsOf(me),
  };
}

let session: Session | null = null;
const listeners = new Set<() => void>();

/** Set when the server has said who we are; `null` signs out. Sets currency and zone too. */
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
