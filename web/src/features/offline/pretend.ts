import { parse, type Write } from './model';

/*
 * What is not sent yet is shown as if it were: a kept answer is changed by the changes that wait, and the request that
 * made one gets an answer of the same shape as the server's.
 */

type Json = Record<string, unknown>;
type Cards = { items: Json[] };
interface Board {
  columns: { status_id: number; count: number; sum: number; items: Json[] }[];
}

/** The card with a change of its fields. */
function patched(card: Json, body: string): Json {
  const { fields, base: _, version: __, tags, company_id, ...plain } = parse<Json>(body);
  const next: Json = { ...card, ...plain };
  if (fields) {
    const all: Json = { ...(card.fields as Json), ...(fields as Json) };
    next.fields = Object.fromEntries(Object.entries(all).filter(([, values]) => (values as unknown[]).length > 0));
  }
  if (Array.isArray(tags)) {
    const known = (card.tags ?? []) as { name: string }[];
    next.tags = tags.map((name) => known.find((tag) => tag.name === name) ?? { id: 0, name, hue: 0 });
  }
  if (company_id !== undefined) next.company = company_id === 0 ? null : { id: company_id, name: '' };
  return next;
}

/** The deal in its new stage. */
function moved(deal: Json, write: Write): Json {
  const { status_id, price, loss_reason_id, fields } = parse<Json>(write.body);
  return {
    ...patched(deal, JSON.stringify(fields ? { fields } : {})),
    status_id,
    status_changed_at: seconds(write.at),
    ...(price === undefined ? {} : { price }),
    ...(loss_reason_id === undefined ? {} : { loss_reason_id }),
  };
}

const seconds = (ms: number): number => Math.floor(ms / 1000);
const userOf = (write: Write): number => Number(write.who.split('.')[1]);
const idOf = (card: string): number => Number(card.split('-')[1]);
const kindOf = (card: string): string => card.split('-')[0] ?? '';

/** A note as it will be. */
function noteOf(write: Write): Json {
  const { text = '', mentions } = parse<{ text?: string; mentions?: number[] }>(write.body);
  return {
    id: write.temp,
    kind: write.kind === 'comment' ? 'comment' : 'common',
    text,
    entity: { kind: kindOf(write.card), id: idOf(write.card) },
    files: [],
    params: mentions?.length ? { mentions: [] } : {},
    is_pinned: false,
    created_at: seconds(write.at),
    created_by: userOf(write),
    updated_at: seconds(write.at),
    updated_by: userOf(write),
  };
}

/** A task as it will be. */
function taskOf(write: Write): Json {
  const body = parse<Json & { checklist?: { text: string }[] }>(write.body);
  return {
    text: '',
    duration: 0,
    is_all_day: false,
    due_at: seconds(write.at) + 86_400,
    participants: [],
    responsible_id: userOf(write),
    type_id: 0,
    ...body,
    id: write.temp,
    checklist: (body.checklist ?? []).map((point, i) => ({ is_done: false, ...point, id: -i - 1 })),
    entity: write.card ? { kind: kindOf(write.card), id: idOf(write.card), name: write.name } : null,
    // What the server does not know yet is not changed further, only done.
    can: { edit: false, complete: true, delete: false },
    is_completed: false,
    completed_at: null,
    result: '',
    trigger_id: null,
    created_at: seconds(write.at),
    created_by: userOf(write),
    updated_at: seconds(write.at),
    updated_by: userOf(write),
    version: 0,
  };
}

/** What the request that made a change is answered. `kept` is the kept answer about its card or task, if any. */
export function answerOf(write: Write, kept: Json | null): Json {
  if (write.kind === 'note' || write.kind === 'comment') return noteOf(write);
  if (write.kind === 'task') return taskOf(write);
  if (write.kind === 'done') {
    const { result = '' } = parse<{ result?: string }>(write.body);
    return { id: Number(write.path.split('/')[4]), is_completed: true, completed_at: seconds(write.at), result };
  }
  const card = kept ?? { id: idOf(write.card), fields: {}, tags: [], can: { edit: true, delete: false } };
  return applied(card, write);
}

const applied = (card: Json, write: Write): Json =>
  write.kind === 'move' ? moved(card, write) : write.kind === 'fields' ? patched(card, write.body) : card;

/** A board with a deal in another column, on top. */
function onBoard(board: Board, write: Write): Board {
  const id = idOf(write.card);
  const deal = board.columns.flatMap((column) => column.items).find((item) => item.id === id);
  if (!deal) return board;
  const now = applied(deal, write);
  if (now.status_id === deal.status_id)
    return {
      ...board,
      columns: board.columns.map((c) => ({ ...c, items: c.items.map((item) => (item.id === id ? now : item)) })),
    };
  const [was, price] = [Number(deal.price ?? 0), Number(now.price ?? 0)];
  return {
    ...board,
    columns: board.columns.map((column) => {
      const held = column.items.some((item) => item.id === id);
      const rest = column.items.filter((item) => item.id !== id);
      if (column.status_id === now.status_id)
        return { ...column, count: column.count + 1, sum: column.sum + price, items: [now, ...rest] };
      return held ? { ...column, count: column.count - 1, sum: column.sum - was, items: rest } : column;
    }),
  };
}

/** One kept answer with one change that waits. */
function overlay(where: string, query: string, body: Json, write: Write): Json {
  const id = idOf(write.card);
  const [, , , list = '', ofId, verb] = where.split('/');
  const own = `${list}/${ofId}` === `${plural(kindOf(write.card))}/${id}`;
  if (own && !verb) return applied(body, write);
  if (own && verb === 'feed' && (write.kind === 'note' || write.kind === 'comment')) {
    const item = {
      // Behind everything the server has, in the order it was written.
      id: 2 ** 52 + write.id,
      kind: `${kindOf(write.card)}.${write.kind}_added`,
      at: seconds(write.at),
      actor: { kind: 'user', id: userOf(write), name: '' },
      change_id: write.temp,
      note: noteOf(write),
    };
    return { ...body, items: [item, ...(body as unknown as Cards).items] };
  }
  if (list === 'tasks' && Array.isArray(body.items)) {
    const items = body.items as Json[];
    if (write.kind === 'done') return { ...body, items: items.filter((t) => `${t.id}` !== write.path.split('/')[4]) };
    const ask = new URLSearchParams(query);
    if (write.kind === 'task' && write.card && `${ask.get('kind')}-${ask.get('entity_id')}` === write.card)
      return { ...body, items: [...items, taskOf(write)] };
    return body;
  }
  if (write.kind !== 'move' && write.kind !== 'fields') return body;
  if (list === 'deals' && ofId === 'board' && body.columns)
    return onBoard(body as unknown as Board, write) as unknown as Json;
  if (list === plural(kindOf(write.card)) && Array.isArray(body.items))
    return { ...body, items: (body.items as Json[]).map((item) => (item.id === id ? applied(item, write) : item)) };
  return body;
}

const plural = (kind: string): string => (kind === 'company' ? 'companies' : `${kind}s`);

/** A kept answer with everything that waits to be sent. */
export function withWaiting(path: string, body: Json, writes: readonly Write[]): Json {
  const [where = '', query = ''] = path.split('?');
  return writes.reduce((now, write) => overlay(where, query, now, write), body);
}
