import type { components } from '@/api/schema';
import { dayKey } from '@/lib/format';

export type FeedItem = components['schemas']['FeedItem'];
export type Note = components['schemas']['Note'];
export const FILTERS = ['all', 'notes', 'tasks', 'changes'] as const;
export type FeedFilter = (typeof FILTERS)[number];

/** A line of the feed as it is drawn. */
export type FeedRow =
  | { type: 'day'; key: string; at: number }
  | { type: 'note'; key: string; item: FeedItem; note: Note }
  | { type: 'task'; key: string; item: FeedItem }
  | { type: 'event'; key: string; item: FeedItem }
  | { type: 'fold'; key: string; items: FeedItem[] };

/** The verb of an event without the kind of card: `deal.note_added` is `note_added`. */
export const verbOf = (item: FeedItem): string => item.kind.slice(item.kind.indexOf('.') + 1);

function sortOf(item: FeedItem): Exclude<FeedFilter, 'all'> {
  const verb = verbOf(item);
  if (verb.startsWith('note_')) return 'notes';
  return verb.startsWith('task_') ? 'tasks' : 'changes';
}

/** Runs of changes at least this long are folded into one line. */
export const FOLD = 3;

/** The last event that added a note, so that a note stands in the feed once. */
function isNote(item: FeedItem): item is FeedItem & { note: Note } {
  return verbOf(item) === 'note_added' && !!item.note;
}

/**
 * Lays events out, oldest first: days part them, notes and finished tasks stand open, runs of changes of one actor are
 * folded. The events come in any order and may come twice, as pages that were fetched at different moments do.
 */
export function layFeed(events: readonly FeedItem[], filter: FeedFilter): FeedRow[] {
  const seen = new Map(events.map((item) => [item.id, item]));
  const items = [...seen.values()].sort((a, b) => a.id - b.id).filter((i) => filter === 'all' || sortOf(i) === filter);
  const rows: FeedRow[] = [];
  let run: FeedItem[] = [];
  let day = '';
  const flush = () => {
    if (run.length >= FOLD && filter !== 'changes') rows.push({ type: 'fold', key: `f${run[0]?.id}`, items: run });
    else rows.push(...run.map((item) => ({ type: 'event' as const, key: `e${item.id}`, item })));
    run = [];
  };
  for (const item of items) {
    const on = dayKey(item.at);
    if (on !== day) {
      flush();
      day = on;
      rows.push({ type: 'day', key: `d${on}`, at: item.at });
    }
    if (isNote(item)) {
      flush();
      rows.push({ type: 'note', key: `n${item.id}`, item, note: item.note });
    } else if (verbOf(item) === 'task_completed') {
      flush();
      rows.push({ type: 'task', key: `t${item.id}`, item });
    } else {
      const last = run.at(-1);
      if (last && (last.actor.kind !== item.actor.kind || last.actor.id !== item.actor.id)) flush();
      run.push(item);
    }
  }
  flush();
  return rows;
}

/** The beginning of a text, for naming a note in a sentence. */
export function shorten(text: string, most = 60): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return [...line].length > most ? `${[...line].slice(0, most).join('')}…` : line;
}
