import { ApiError } from '@/lib/api';
import { text } from '@/lib/i18n';
import { getLostAt, setReached } from '@/lib/reach';
import { whenIdle } from '@/ui/later';
import locale from './locale';
import { cardAddress, isGateway, parse, shelfOf, type WriteKind, writeOf } from './model';
import { answerOf, withWaiting } from './pretend';
import { flush, refreshWrites } from './sender';
import { getState, setState } from './state';
import { addWrite, findTask, forgetAnswers, keepAnswer, keptAnswer } from './store';

/** How long a line that was lost is waited for before the kept answer is taken. */
const PATIENCE = 4000;

const json = (body: unknown): Response =>
  new Response(JSON.stringify(body), { headers: { 'Content-Type': 'application/json' } });

const pathOf = (request: Request): string => {
  const url = new URL(request.url);
  return url.pathname + url.search;
};

function away(word: 'notKept' | 'needsLine', cause?: unknown): ApiError {
  return new ApiError({ status: 0, code: 'offline', message: text(locale, word), cause });
}

/** Fetches, and notes whether the server was reached. A proxy whose server is away is no answer. */
async function reach(request: Request): Promise<Response> {
  try {
    const slow = getLostAt() && request.method === 'GET' ? AbortSignal.timeout(PATIENCE) : null;
    const response = await fetch(
      slow ? new Request(request, { signal: AbortSignal.any([request.signal, slow]) }) : request,
    );
    if (isGateway(response)) throw new TypeError(`HTTP ${response.status}`);
    setReached(true);
    return response;
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    setReached(false);
    throw cause;
  }
}

/** Sends a request; without a network it answers reads from what was kept and takes changes into the queue. */
export async function courier(request: Request): Promise<Response> {
  const { who } = getState();
  if (!who) return fetch(request);
  return request.method === 'GET' ? read(request, who) : write(request, who);
}

async function read(request: Request, who: string): Promise<Response> {
  const path = pathOf(request);
  const shelf = shelfOf(path);
  try {
    const response = await reach(request);
    if (response.status === 401) forget();
    if (shelf && response.ok) keepSoon(who, path, shelf.card, response.clone());
    return response;
  } catch (cause) {
    if (request.signal.aborted || !shelf) throw cause;
    const kept = await keptAnswer(who, path).catch(() => undefined);
    if (!kept) throw away('notKept', cause);
    setState({ shown: { ...getState().shown, [kept.card]: kept.at } });
    return json(withWaiting(path, parse(kept.body), getState().writes));
  }
}

/** The session is over: what was read goes, what was not sent waits for its author to sign in again. */
function forget(): void {
  setState({ who: '', writes: [], shown: {} });
  void forgetAnswers().catch(() => undefined);
}

/** An answer is kept when the page has nothing else to do: drawing it comes first. */
function keepSoon(who: string, path: string, card: string, response: Response): void {
  const at = Date.now();
  // One that was called off half-way is not kept.
  const body = response.text().catch(() => '');
  whenIdle(
    () =>
      void body
        .then((text) => (text ? keepAnswer(who, { path, card, at, body: text }) : undefined))
        .catch(() => undefined),
  );
}

async function write(request: Request, who: string): Promise<Response> {
  const path = pathOf(request);
  const isOurs = /json/.test(request.headers.get('Content-Type') ?? '');
  const body = isOurs ? await request.clone().text() : '';
  const what = writeOf(request.method, path, body);
  if (!what) {
    try {
      return await reach(request);
    } catch (cause) {
      if (request.signal.aborted || request.url.includes('/session')) throw cause;
      throw away('needsLine', cause);
    }
  }
  const key = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  request.headers.set('Idempotency-Key', key);
  const { writes } = getState();
  // What was written before goes before.
  if (getLostAt() || writes.some((w) => w.state === 'waiting'))
    return queue(path, request.method, body, key, what, who);
  try {
    return await reach(request);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    return queue(path, request.method, body, key, what, who);
  }
}

/** Takes a change into the queue and answers as the server will. */
async function queue(
  path: string,
  method: string,
  body: string,
  key: string,
  what: { kind: WriteKind; card: string },
  who: string,
): Promise<Response> {
  const about = what.card && `/api/v1${cardAddress(what.card)}`;
  const kept = about ? await keptAnswer(who, about).catch(() => undefined) : undefined;
  const before = kept ? withWaiting(about, parse(kept.body), getState().writes) : null;
  const task =
    what.kind === 'done' ? await findTask(who, Number(path.split('/')[4]), getState().writes).catch(() => null) : null;
  const added = await addWrite({
    ...what,
    ...(task ? { card: task.card } : {}),
    who,
    key,
    method,
    path,
    body,
    at: Date.now(),
    name: task?.name ?? String(before?.name ?? ''),
    from: what.kind === 'move' ? (before?.status_id as number | undefined) : undefined,
    state: 'waiting',
    failed: 0,
  });
  await refreshWrites();
  void flush();
  return json(answerOf(added, before));
}
