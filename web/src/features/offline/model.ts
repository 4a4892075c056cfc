import type { components } from '@/api/schema';

type Schemas = components['schemas'];

/** What a change made without a network is, for words and for what may be done with it. */
export type WriteKind = 'note' | 'comment' | 'task' | 'done' | 'move' | 'fields';

/** waiting: to be sent. conflict: somebody changed the same thing. refused: the server will not have it. */
export type WriteState = 'waiting' | 'conflict' | 'refused';

/** A change that waits to be sent. */
export interface Write {
  id: number;
  /** Account and user who made it; it is sent in nobody else's name. */
  who: string;
  /** Sent along, so that the server does it once however often it is sent. */
  key: string;
  method: string;
  path: string;
  body: string;
  at: number;
  kind: WriteKind;
  /** `deal-12`, or empty for a task of no card. */
  card: string;
  /** What the card, or the task, is called. */
  name: string;
  /** The id a new note or task bears on this device until the server gives it one. Negative. */
  temp: number;
  /** The stage a deal stood in when it was moved. */
  from?: number | undefined;
  state: WriteState;
  /** Why it was not accepted, for a person. */
  why?: string | undefined;
  /** The properties somebody else changed. */
  paths?: string[] | undefined;
  /** Times the server failed over it. */
  failed: number;
}

const PLURAL: Record<string, string> = { deals: 'deal', contacts: 'contact', companies: 'company' };

/** What a request is, when it may wait for the network; null when it may not. */
export function writeOf(method: string, path: string, body: string): { kind: WriteKind; card: string } | null {
  const [, list = '', id, verb, more] = path.replace('/api/v1', '').split('/');
  const card = PLURAL[list] && id ? `${PLURAL[list]}-${id}` : '';
  if (more !== undefined) return null;
  if (method === 'PATCH' && card && !verb) return { kind: 'fields', card };
  if (method !== 'POST') return null;
  if (card && verb === 'notes')
    return { kind: parse<{ kind?: string }>(body).kind === 'comment' ? 'comment' : 'note', card };
  if (card && list === 'deals' && verb === 'move') return { kind: 'move', card };
  if (list === 'tasks' && id && verb === 'complete') return { kind: 'done', card: '' };
  if (list === 'tasks' && !id) {
    const { entity } = parse<{ entity?: { kind: string; id: number } }>(body);
    return { kind: 'task', card: entity ? `${entity.kind}-${entity.id}` : '' };
  }
  return null;
}

/** Where an answer is kept: with its card, or among the lists; null when it is not kept. */
export function shelfOf(path: string): { card: string } | null {
  const [where = '', query = ''] = path.replace('/api/v1/', '').split('?');
  const [list = '', id, verb] = where.split('/');
  if (PLURAL[list] && id && /^\d+$/.test(id)) {
    // Of the history the newest page is kept; who may not see a card is asked of the server.
    if (verb === 'blind' || (verb === 'feed' && /(^|&)before=/.test(query))) return null;
    return { card: `${PLURAL[list]}-${id}` };
  }
  if (list === 'tasks' || list === 'files') {
    const ask = new URLSearchParams(query);
    const card = ask.has('entity_id') ? `${ask.get('kind')}-${ask.get('entity_id')}` : '';
    return card || list === 'tasks' ? { card } : null;
  }
  return PLURAL[list] || ['views', 'notices', 'stars', 'me'].includes(list) ? { card: '' } : null;
}

/** The card an address shows: its own page, or the sheet over a list. */
export function cardOfAddress(pathname: string, search: string): string {
  const [, list = '', id] = pathname.split('/');
  if (PLURAL[list] && id && /^\d+$/.test(id)) return `${PLURAL[list]}-${id}`;
  return /(?:^|[?&=])"?((?:deal|contact|company)-\d+)/.exec(decodeURIComponent(search))?.[1] ?? '';
}

/** The address of a card. */
export function cardAddress(card: string): string {
  const [kind, id] = card.split('-');
  const list = Object.keys(PLURAL).find((key) => PLURAL[key] === kind);
  return list && id ? `/${list}/${id}` : '/tasks';
}

/** Reads JSON; an empty object when it is none. */
export function parse<T>(text: string): T {
  try {
    return (JSON.parse(text) ?? {}) as T;
  } catch {
    return {} as T;
  }
}

export interface Refusal {
  status: number;
  code: string;
  message: string;
  reason?: string | undefined;
  data?: unknown;
}

/** sent: it is on the server. later: try again by and by. stop: this user is not signed in. */
export type Verdict = 'sent' | 'later' | 'stop' | 'conflict' | 'refused';

/** How often the server may fail over one change before it is set aside. */
export const FAILS = 3;

/** What an answer of the server means for a change. */
export function judge(answer: Refusal, failed: number): Verdict {
  if (answer.status < 300) return 'sent';
  if (answer.reason === 'done_before') return 'sent';
  if (answer.status === 401 || answer.reason === 'other_user') return 'stop';
  if (answer.reason === 'in_progress' || [429, 502, 503, 504].includes(answer.status)) return 'later';
  if (answer.status >= 500) return failed + 1 < FAILS ? 'later' : 'refused';
  return answer.status === 409 && pathsOf(answer.data) ? 'conflict' : 'refused';
}

/** The properties a conflict is about. */
export const pathsOf = (data: unknown): string[] | undefined => (data as { paths?: string[] } | undefined)?.paths;

/** The answers of a proxy whose server is away. Our own have a body of ours. */
export const isGateway = (response: Response): boolean =>
  [502, 503, 504].includes(response.status) && !/json/.test(response.headers.get('Content-Type') ?? '');

/** A change of fields that is meant although somebody else changed the same. */
export function insist(body: string): string {
  const { base: _, version: __, ...patch } = parse<Record<string, unknown>>(body);
  return JSON.stringify(patch);
}

/** The part of a change nobody else touched; null when nothing is left. */
export function without(body: string, paths: readonly string[]): string | null {
  const { base, version, ...patch } = parse<Schemas['DealPatch'] & { base?: Record<string, unknown> }>(body);
  const fields = Object.entries(patch.fields ?? {}).filter(([id]) => !paths.includes(`fields.${id}`));
  const rest: Record<string, unknown> = Object.fromEntries(
    Object.entries(patch).filter(([name]) => name !== 'fields' && !paths.includes(name)),
  );
  if (fields.length > 0) rest.fields = Object.fromEntries(fields);
  return Object.keys(rest).length > 0 ? JSON.stringify({ ...rest, version, base }) : null;
}

/** A change about something made on this device, once the server has given it its id. */
export function renamed(path: string, temp: number, id: number): string {
  return path.replace(new RegExp(`/${temp}(?=/|$)`), `/${id}`);
}

/** Whether a change is about something of this device that was not sent. */
export const isOrphan = (path: string): boolean => /\/-\d+(\/|$)/.test(path);
