import type { components } from '@/api/schema';
import { dayKey } from '@/lib/format';

export type FeedItem = components['schemas']['FeedItem'];
export type Attachment = components['schemas']['Attachment'];
export type Note = components['schemas']['Note'];
export const FILTERS = ['all', 'notes', 'comments', 'files', 'tasks', 'changes'] as const;
export type FeedFilter = (typeof FILTERS)[number];

/** What a feed shows. */
export interface FeedView {
  what: FeedFilter;
  /** Only what this person did. */
  actor?: number | undefined;
  /** This day and before. */
  day?: string | undefined;
  /** With what happened on linked cards. */
  linked?: boolean | undefined;
}

/** Whether an event happened on the card itself. */
export const elsewhere = (item: FeedItem): boolean => !!item.card || !!item.merged_from;

const placeOf = (item: FeedItem): string =>
  item.card ? `${item.card.kind}-${item.card.id}` : String(item.merged_from ?? '');

/** A line of the feed as it is drawn. */
export type FeedRow =
  | { type: 'day'; key: string; at: number }
  | { type: 'note'; key: string; item: FeedItem; note: Note }
  | { type: 'task'; key: string; item: FeedItem }
  | { type: 'file'; key: string; item: FeedItem; file: Attachment }
  | { type: 'event'; key: string; item: FeedItem }
  | { type: 'fold'; key: string; items: FeedItem[] };

/** The verb of an event without the kind of card: `deal.note_added` is `note_added`. */
export const verbOf = (item: FeedItem): string => item.kind.slice(item.kind.indexOf('.') + 1);

function sortOf(item: FeedItem): Exclude<FeedFilter, 'all'> {
  const verb = verbOf(item);
  if (verb.startsWith('note_')) return 'notes';
  if (verb.startsWith('comment_')) return 'comments';
  if (verb.startsWith('file_')) return 'files';
  return verb.startsWith('task_') ? 'tasks' : 'changes';
}

/** Runs of changes at least this long are folded into one line. */
export const FOLD = 3;

/** The last event that added a note, so that a note stands in the feed once. */
function isNote(item: FeedItem): item is FeedItem & { note: Note } {
  return (verbOf(item) === 'note_added' || verbOf(item) === 'comment_added') && !!item.note;
}

/** A file that went with a note is shown by the note. */
const ofNote = (item: FeedItem): boolean =>
  verbOf(item) === 'file_added' && !!(item.after as { note_id?: number } | undefined)?.note_id;

interface Talk {
  mentions: readonly { user_id: number; name: string }[];
  reply?: { id: number; author_id: number; text: string };
}

/** Whom a note speaks to, and what it answers. */
export function talkOf(note: Note): Talk {
  const params = (note.params ?? {}) as Partial<Talk>;
  return { mentions: params.mentions ?? [], ...(params.reply ? { reply: params.reply } : {}) };
}

/** A text in parts: plain ones, and the words that mean a colleague. */
export function mentionParts(text: string, names: readonly string[]): { text: string; isMention: boolean }[] {
  const known = [...new Set(names)].filter(Boolean).sort((a, b) => b.length - a.length);
  const parts: { text: string; isMention: boolean }[] = [];
  let [from, at] = [0, text.indexOf('@')];
  while (at >= 0) {
    const name = known.find((n) => text.startsWith(n, at + 1));
    if (name) {
      if (at > from) parts.push({ text: text.slice(from, at), isMention: false });
      from = at + 1 + name.length;
      parts.push({ text: text.slice(at, from), isMention: true });
    }
    at = text.indexOf('@', Math.max(at + 1, from));
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMention: false });
  return parts;
}

/**
 * Lays events out, oldest first: days part them, notes and finished tasks stand open, runs of changes of one actor are
 * folded. The events come in any order and may come twice, as pages that were fetched at different moments do.
 */
export function layFeed(events: readonly FeedItem[], filter: FeedFilter): FeedRow[] {
  const seen = new Map(events.map((item) => [item.id, item]));
  const items = [...seen.values()]
    .sort((a, b) => a.id - b.id)
    .filter((i) => (filter === 'all' || sortOf(i) === filter) && (filter === 'files' || !ofNote(i)));
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
    } else if (verbOf(item) === 'file_added' && item.file) {
      flush();
      rows.push({ type: 'file', key: `a${item.id}`, item, file: item.file });
    } else if (verbOf(item) === 'task_completed') {
      flush();
      rows.push({ type: 'task', key: `t${item.id}`, item });
    } else {
      const last = run.at(-1);
      if (
        last &&
        (last.actor.kind !== item.actor.kind || last.actor.id !== item.actor.id || placeOf(last) !== placeOf(item))
      )
        flush();
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
