import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { Centrifuge } from 'centrifuge';
import { useSyncExternalStore } from 'react';

/** One event of the account's stream, as the server publishes it. */
export interface LiveEvent {
  /** What happened: `deal.status_changed`. */
  name: string;
  /** The card it happened to, or the thing itself where it is no card. */
  kind: string;
  id: number;
  /** The task, note or other card inside it. */
  object?: { kind: string; id: number };
  actor: { kind: string; id: number };
  /** The events of one change share it. */
  change_id: number;
  at: number;
}

export type LiveState = 'off' | 'connecting' | 'on';

type Stale = (event: LiveEvent) => readonly QueryKey[];

const listeners = new Set<(event: LiveEvent) => void>();
const watchers = new Set<() => void>();
const table: { prefix: string; stale: Stale }[] = [];
let state: LiveState = 'off';
let client: Centrifuge | undefined;

/** Calls `fn` with every event, at once. Returns the way to stop. */
export function onEvent(fn: (event: LiveEvent) => void): () => void {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

/**
 * Says which queries an event makes stale: `staleOn('deal.', (e) => [['deals'], ['deal', e.id]])`. `prefix` is the
 * beginning of the event's name. A feature calls it once, where its keys are made. Returns the way to stop.
 */
export function staleOn(prefix: string, stale: Stale): () => void {
  const row = { prefix, stale };
  table.push(row);
  return () => {
    table.splice(table.indexOf(row), 1);
  };
}

/** Events come in bursts (an import, a bulk move): their keys are gathered this long and made stale once. */
export const BATCH = 250;

/** Gathers stale keys and gives each of them on once per batch. */
export function batcher(flush: (keys: QueryKey[]) => void, wait = BATCH): (keys: readonly QueryKey[]) => void {
  let waiting: Map<string, QueryKey> | undefined;
  return (keys) => {
    if (keys.length === 0) return;
    if (!waiting) {
      waiting = new Map();
      setTimeout(() => {
        const all = [...(waiting?.values() ?? [])];
        waiting = undefined;
        flush(all);
      }, wait);
    }
    for (const key of keys) waiting.set(JSON.stringify(key), key);
  };
}

/** Hands an event to the listeners and collects what it makes stale. Exported for tests and for a demo stream. */
export function deliver(event: LiveEvent, stale: (keys: readonly QueryKey[]) => void): void {
  for (const fn of listeners) fn(event);
  for (const row of table) if (event.name.startsWith(row.prefix)) stale(row.stale(event));
}

function become(next: LiveState): void {
  state = next;
  for (const tell of watchers) tell();
}

/**
 * Opens the stream; the session cookie says who we are. After a break everything on screen is asked for again, unless
 * the server could replay what was missed. Returns the way to close it.
 */
export async function startLive(queries: QueryClient): Promise<() => void> {
  const { Centrifuge } = await import('centrifuge');
  const url = new URL('/live/websocket', window.location.href);
  url.protocol = url.protocol.replace('http', 'ws');
  client?.disconnect();
  const mine = new Centrifuge(url.href, { minReconnectDelay: 500, maxReconnectDelay: 15_000 });
  client = mine;
  const stale = batcher((keys) => {
    for (const queryKey of keys) queries.invalidateQueries({ queryKey });
  });
  let broken = false;
  mine.on('connecting', () => become('connecting'));
  mine.on('connected', () => {
    become('on');
    if (broken) queries.invalidateQueries();
    broken = false;
  });
  mine.on('disconnected', () => become('off'));
  // The stream's channels are chosen by the server; a break is mended by replay where it says `recovered`.
  mine.on('subscribed', (ctx) => {
    if (ctx.wasRecovering && !ctx.recovered) queries.invalidateQueries();
  });
  mine.on('connecting', (ctx) => {
    // Code 0 is the first connection; any other is a break.
    if (ctx.code !== 0) broken = true;
  });
  mine.on('publication', (ctx) => {
    for (const event of (ctx.data as { events: LiveEvent[] }).events) deliver(event, stale);
  });
  mine.connect();
  return () => {
    mine.disconnect();
    if (client === mine) client = undefined;
  };
}

/** Whether the stream is open, for the dot beside the user's name. */
export function useLive(): LiveState {
  return useSyncExternalStore(
    (tell) => {
      watchers.add(tell);
      return () => watchers.delete(tell);
    },
    () => state,
  );
}
