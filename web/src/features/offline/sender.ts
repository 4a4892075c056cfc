import { text } from '@/lib/i18n';
import { getLostAt, onReach, setReached } from '@/lib/reach';
import locale from './locale';
import { sendAll } from './queue';
import { getState, setState } from './state';
import { listWrites, own } from './store';

let refetch: () => void = () => undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let waits = 0;
let running = false;

const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('voronka.unsent');

/** Reads what waits, and tells the other tabs that it changed. */
export async function refreshWrites(tell = true): Promise<void> {
  const { who } = getState();
  const writes = who ? await listWrites(who) : [];
  if (getState().who !== who) return;
  setState({ writes });
  if (tell) channel?.postMessage(who);
}

/** Sends what waits, and goes on trying while the server is away. */
export async function flush(): Promise<void> {
  const { who } = getState();
  if (!who || running) return;
  running = true;
  clearTimeout(timer);
  try {
    const waiting = (await listWrites(who)).some((write) => write.state === 'waiting');
    if (!waiting && getLostAt()) await knock();
    const run = waiting ? await sendAll(who, text(locale, 'orphaned'), () => void refreshWrites()) : undefined;
    await refreshWrites(!!run?.sent);
    if (run?.sent) refetch();
    waits = run?.again || getLostAt() ? waits + 1 : 0;
  } finally {
    running = false;
  }
  const left = getState().writes.some((write) => write.state === 'waiting');
  if (left || getLostAt()) timer = setTimeout(() => void flush(), Math.min(30_000, 1000 * 2 ** Math.min(waits, 5)));
}

/** Asks whether the server is back. */
async function knock(): Promise<void> {
  const answer = await fetch('/healthz', { cache: 'no-store' }).catch(() => null);
  setReached(!!answer?.ok);
}

/** Begins for who is signed in: what this browser kept of somebody else is forgotten. `again` asks for all that is on screen. */
export async function begin(who: string, again: () => void): Promise<void> {
  refetch = again;
  if (getState().who === who) return;
  await own(who);
  setState({ who, shown: {}, writes: [] });
  await refreshWrites(false);
  void flush();
}

let lost = 0;
onReach(() => {
  const now = getLostAt();
  if (lost && !now) {
    setState({ shown: {} });
    refetch();
  }
  lost = now;
  // Leave the one who noticed its turn.
  setTimeout(() => void flush(), 0);
});
window.addEventListener('online', () => {
  waits = 0;
  void flush();
});
window.addEventListener('offline', () => setReached(false));
channel?.addEventListener('message', ({ data }) => {
  if (data !== getState().who) return;
  void refreshWrites(false).then(refetch);
});
if (!navigator.onLine) setReached(false);
