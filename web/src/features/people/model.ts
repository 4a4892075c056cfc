import type { Rights, User } from './api';

export type Scope = 'none' | 'own' | 'group' | 'all';
export const SCOPES: readonly Scope[] = ['none', 'own', 'group', 'all'];
export const KINDS = ['deal', 'contact', 'company', 'task'] as const;
export type Kind = (typeof KINDS)[number];
export const ACTIONS = ['view', 'create', 'edit', 'delete', 'export'] as const;
export type Action = (typeof ACTIONS)[number];
export const EXTRAS = ['import', 'settings', 'events'] as const;
export type Extra = (typeof EXTRAS)[number];

export const scopeOf = (rights: Rights, kind: Kind, action: Action): Scope =>
  (rights.entities[kind]?.[action] as Scope | undefined) ?? 'none';

const rank = (s: Scope) => SCOPES.indexOf(s);

/**
 * The rights with one scope changed. What cannot be seen can be neither changed, deleted nor exported: a narrower view
 * narrows these, and a wider one of these widens the view.
 */
export function withScope(rights: Rights, kind: Kind, action: Action, scope: Scope): Rights {
  const row: Record<string, string> = { ...rights.entities[kind], [action]: scope };
  const view = (row.view as Scope | undefined) ?? 'none';
  if (action === 'view') {
    for (const a of ['edit', 'delete', 'export'] as const)
      if (rank((row[a] as Scope | undefined) ?? 'none') > rank(scope)) row[a] = scope;
  } else if (action !== 'create' && rank(scope) > rank(view)) row.view = scope;
  return { ...rights, entities: { ...rights.entities, [kind]: row } };
}

/** The narrowing of one stage; a scope as wide as the general one narrows nothing and is left out. */
export function withStatusScope(rights: Rights, status: number, action: Action, scope: Scope): Rights {
  const statuses = { ...rights.statuses };
  const row = { ...statuses[status], [action]: scope };
  if (rank(scope) >= rank(scopeOf(rights, 'deal', action))) delete row[action];
  if (Object.keys(row).length > 0) statuses[status] = row;
  else delete statuses[status];
  return { ...rights, statuses };
}

export function statusScope(rights: Rights, status: number, action: Action): Scope {
  const general = scopeOf(rights, 'deal', action);
  const own = rights.statuses?.[status]?.[action] as Scope | undefined;
  return own && rank(own) < rank(general) ? own : general;
}

/** What a new role begins with: one's own records, nothing deleted or taken away. */
export function startingRights(): Rights {
  const row = { view: 'own', create: 'own', edit: 'own', delete: 'none', export: 'none' };
  return { entities: Object.fromEntries(KINDS.map((k) => [k, { ...row }])), extra: {} };
}

export interface Said {
  kind: Kind;
  /** Actions by how far they reach, the widest first; empty when the kind is closed. */
  parts: { scope: Exclude<Scope, 'none'>; actions: Action[] }[];
}

/** What the rights come to, kind by kind, for a sentence. */
export function sayRights(rights: Rights): Said[] {
  return KINDS.map((kind) => ({
    kind,
    parts: (['all', 'group', 'own'] as const)
      .map((scope) => ({ scope, actions: ACTIONS.filter((a) => scopeOf(rights, kind, a) === scope) }))
      .filter((part) => part.actions.length > 0),
  }));
}

export const sameRights = (a: Rights, b: Rights): boolean => stable(a) === stable(b);

function stable(rights: Rights): string {
  const cells = KINDS.flatMap((k) => ACTIONS.map((a) => scopeOf(rights, k, a)));
  const extra = EXTRAS.map((e) => rights.extra?.[e] === true);
  const statuses = Object.entries(rights.statuses ?? {})
    .map(([id, row]) => [id, ACTIONS.map((a) => row[a] ?? '')])
    .sort(([x], [y]) => (String(x) < String(y) ? -1 : 1));
  return JSON.stringify([cells, extra, statuses]);
}

export type UserState = 'active' | 'invited' | 'inactive';

export const stateOf = (u: User): UserState => (u.is_invited ? 'invited' : u.is_active ? 'active' : 'inactive');

/** Those at work first, then the invited, then those who left; by name within. */
export function sortUsers(all: readonly User[]): User[] {
  const order: UserState[] = ['active', 'invited', 'inactive'];
  return [...all].sort((a, b) => order.indexOf(stateOf(a)) - order.indexOf(stateOf(b)) || a.name.localeCompare(b.name));
}
