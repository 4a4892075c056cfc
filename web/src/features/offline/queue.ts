import { getLang } from '@/lib/i18n';
import { setReached } from '@/lib/reach';
import {
  isGateway,
  isOrphan,
  judge,
  parse,
  pathsOf,
  type Refusal,
  renamed,
  type Verdict,
  type Write,
  without,
} from './model';
import { editWrite, listWrites, removeWrite } from './store';

/** Only one tab sends. Without locks, on an address that is not secure, the key keeps what two send from being done twice. */
function alone<T>(work: () => Promise<T>): Promise<T | undefined> {
  if (!navigator.locks) return work();
  return navigator.locks.request('voronka.send', { ifAvailable: true }, (lock) => (lock ? work() : undefined));
}

interface Sent {
  refusal: Refusal;
  body: Record<string, unknown>;
}

/** Sends one request outside the courier; null when the server is not reached. */
async function ask(write: Write, method: string, path: string, body?: string): Promise<Sent | null> {
  try {
    const response = await fetch(path, {
      method,
      headers: {
        'Content-Type': 'application/json',
        'Accept-Language': getLang(),
        'Voronka-User': write.who.split('.')[1] ?? '',
        ...(body === undefined ? {} : { 'Idempotency-Key': write.key }),
      },
      ...(body === undefined ? {} : { body }),
    });
    setReached(!isGateway(response));
    if (isGateway(response)) return null;
    const answer = parse<Record<string, unknown>>(await response.text());
    const {
      code = '',
      message = '',
      reason,
      data,
      fields,
    } = answer as unknown as Refusal & {
      fields?: { message: string }[];
    };
    const why = [response.ok ? '' : message, ...(response.ok ? [] : (fields ?? []).map((f) => f.message))];
    return {
      refusal: { status: response.status, code, message: why.filter(Boolean).join('; '), reason, data },
      body: answer,
    };
  } catch {
    setReached(false);
    return null;
  }
}

/** Whether somebody else has moved the deal meanwhile: a move says no version, so it is looked up. */
async function isElsewhere(write: Write): Promise<boolean | null> {
  if (write.kind !== 'move' || write.from === undefined) return false;
  const seen = await ask(write, 'GET', write.path.replace(/\/move$/, ''));
  if (!seen) return null;
  const now = seen.body.status_id;
  return seen.refusal.status < 300 && now !== write.from && now !== parse<{ status_id?: number }>(write.body).status_id;
}

async function attempt(write: Write, orphaned: string): Promise<Verdict> {
  if (isOrphan(write.path)) {
    await editWrite(write.id, { state: 'refused', why: orphaned });
    return 'refused';
  }
  const elsewhere = await isElsewhere(write);
  if (elsewhere === null) return 'later';
  if (elsewhere) {
    await editWrite(write.id, { state: 'conflict', paths: ['status_id'] });
    return 'conflict';
  }
  const sent = await ask(write, write.method, write.path, write.body);
  if (!sent) return 'later';
  const verdict = judge(sent.refusal, write.failed);
  if (verdict === 'sent') await settle(write, Number(sent.body.id));
  else if (verdict === 'conflict') await clash(write, pathsOf(sent.refusal.data) ?? []);
  else if (verdict === 'refused') await editWrite(write.id, { state: 'refused', why: sent.refusal.message });
  else if (sent.refusal.status >= 500) await editWrite(write.id, { failed: write.failed + 1 });
  return verdict;
}

/** The change is on the server: what was said about it by its id on this device is said by its real one. */
async function settle(write: Write, id: number): Promise<void> {
  if (write.kind === 'task' && id > 0)
    for (const other of await listWrites(write.who)) {
      const path = renamed(other.path, write.temp, id);
      if (path !== other.path) await editWrite(other.id, { path });
    }
  await removeWrite(write.id);
}

/** What nobody else touched is still sent; the rest waits for a decision. */
async function clash(write: Write, paths: string[]): Promise<void> {
  await editWrite(write.id, { state: 'conflict', paths });
  const rest = write.kind === 'fields' ? without(write.body, paths) : null;
  if (rest) await ask({ ...write, key: `${write.key}.rest` }, write.method, write.path, rest);
}

/** What came of a run: how many arrived, and whether the rest should be tried again. */
export interface Run {
  sent: number;
  again: boolean;
}

/**
 * Sends what waits, in order; what is refused is set aside and does not hold up the rest. Undefined when another tab is
 * sending.
 */
export function sendAll(who: string, orphaned: string, told: () => void): Promise<Run | undefined> {
  return alone(async () => {
    const run: Run = { sent: 0, again: false };
    for (;;) {
      const next = (await listWrites(who)).find((write) => write.state === 'waiting');
      if (!next) return run;
      const verdict = await attempt(next, orphaned);
      if (verdict === 'later' || verdict === 'stop') {
        return { ...run, again: verdict === 'later' };
      }
      if (verdict === 'sent') run.sent++;
      told();
    }
  });
}
