import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Write } from './model';

interface Answer {
  path: string;
  /** The card it belongs to; empty for a list. */
  card: string;
  at: number;
  body: string;
}

interface Tables extends DBSchema {
  answers: { key: string; value: Answer; indexes: { card: [string, number] } };
  cards: { key: string; value: { card: string; at: number }; indexes: { at: number } };
  writes: { key: number; value: Write };
  meta: { key: string; value: string };
}

/** Cards that can be read without a network, the last opened ones. */
export const MAX_CARDS = 200;
/** Answers about lists, boards and counts, the last ones. */
const MAX_LISTS = 80;
/** Answers about one card: fields, history, tasks, files. */
const MAX_OF_CARD = 12;
const MAX_BODY = 1_500_000;

/** Counted up when kept answers of an older client cannot be drawn any more. */
const SHAPE = '1';

let opened: Promise<IDBPDatabase<Tables>> | undefined;

function open(): Promise<IDBPDatabase<Tables>> {
  opened ??= openDB<Tables>('voronka', 1, {
    upgrade(db) {
      db.createObjectStore('answers', { keyPath: 'path' }).createIndex('card', ['card', 'at']);
      db.createObjectStore('cards', { keyPath: 'card' }).createIndex('at', 'at');
      db.createObjectStore('writes', { keyPath: 'id', autoIncrement: true });
      db.createObjectStore('meta');
    },
    // Another tab has a newer client: it waits for us to let go.
    blocking: (_now, _next, event) => {
      (event.target as IDBDatabase).close();
      opened = undefined;
    },
    terminated: () => {
      opened = undefined;
    },
  });
  return opened;
}

/** Makes this browser the user's: what it kept of another one is forgotten. */
export async function own(who: string): Promise<void> {
  const tx = (await open()).transaction(['answers', 'cards', 'meta'], 'readwrite');
  const meta = tx.objectStore('meta');
  if ((await meta.get('who')) !== who || (await meta.get('shape')) !== SHAPE) {
    await Promise.all([tx.objectStore('answers').clear(), tx.objectStore('cards').clear()]);
    await Promise.all([meta.put(who, 'who'), meta.put(SHAPE, 'shape')]);
  }
  await tx.done;
}

/** Keeps an answer, and drops the oldest ones. An answer to somebody who has signed out meanwhile is not kept. */
export async function keepAnswer(who: string, answer: Answer): Promise<void> {
  if (answer.body.length > MAX_BODY) return;
  const tx = (await open()).transaction(['answers', 'cards', 'meta'], 'readwrite');
  if ((await tx.objectStore('meta').get('who')) === who) {
    const answers = tx.objectStore('answers');
    const cards = tx.objectStore('cards');
    await answers.put(answer);
    if (answer.card) await cards.put({ card: answer.card, at: answer.at });
    await drop(answers.index('card'), answer.card, answer.card ? MAX_OF_CARD : MAX_LISTS);
    for (let spare = (await cards.count()) - MAX_CARDS; spare > 0; spare--) {
      const oldest = await cards.index('at').openCursor();
      if (!oldest) break;
      await drop(answers.index('card'), oldest.value.card, 0);
      await oldest.delete();
    }
  }
  await tx.done;
}

interface ByCard {
  count(range: IDBKeyRange): Promise<number>;
  openCursor(range: IDBKeyRange): Promise<{ delete(): Promise<void>; continue(): Promise<unknown> } | null>;
}

/** Deletes the oldest answers of a card until so many are left. */
async function drop(index: ByCard, card: string, left: number): Promise<void> {
  const range = IDBKeyRange.bound([card, 0], [card, Number.MAX_SAFE_INTEGER]);
  let spare = (await index.count(range)) - left;
  if (spare <= 0) return;
  let cursor = await index.openCursor(range);
  for (; cursor && spare > 0; spare--) {
    await cursor.delete();
    cursor = (await cursor.continue()) as typeof cursor;
  }
}

/** What is kept for a request of the user. */
export async function keptAnswer(who: string, path: string): Promise<Answer | undefined> {
  const tx = (await open()).transaction(['answers', 'meta']);
  const [owner, answer] = await Promise.all([tx.objectStore('meta').get('who'), tx.objectStore('answers').get(path)]);
  return owner === who ? answer : undefined;
}

/** Forgets what was read; what waits to be sent stays. */
export async function forgetAnswers(): Promise<void> {
  const tx = (await open()).transaction(['answers', 'cards', 'meta'], 'readwrite');
  await Promise.all([
    tx.objectStore('answers').clear(),
    tx.objectStore('cards').clear(),
    tx.objectStore('meta').clear(),
    tx.done,
  ]);
}

/** The user's changes that are not on the server, in the order they were made. */
export async function listWrites(who: string): Promise<Write[]> {
  return (await (await open()).getAll('writes')).filter((write) => write.who === who);
}

/** Adds a change and returns it with its number. */
export async function addWrite(write: Omit<Write, 'id' | 'temp'>): Promise<Write> {
  const tx = (await open()).transaction('writes', 'readwrite');
  const row = { ...write, temp: 0 } as Write;
  const { id: _, ...fresh } = row;
  const id = await tx.store.add(fresh as Write);
  const kept = { ...write, id, temp: -id };
  await tx.store.put(kept);
  await tx.done;
  return kept;
}

/** Changes a change that waits, if it is still there. */
export async function editWrite(id: number, change: Partial<Write>): Promise<void> {
  const tx = (await open()).transaction('writes', 'readwrite');
  const kept = await tx.store.get(id);
  if (kept) await tx.store.put({ ...kept, ...change });
  await tx.done;
}

export const removeWrite = async (id: number): Promise<void> => (await open()).delete('writes', id);

/** Forgets everything of the user who signs out. */
export async function wipe(who: string): Promise<void> {
  await forgetAnswers();
  const db = await open();
  for (const write of await listWrites(who)) await db.delete('writes', write.id);
}

/** The name and card of a task, out of the lists that are kept and of what waits. */
export async function findTask(
  who: string,
  id: number,
  writes: readonly Write[],
): Promise<{ name: string; card: string } | null> {
  const made = writes.find((write) => write.kind === 'task' && write.temp === id);
  if (made) return { name: (JSON.parse(made.body) as { text?: string }).text ?? '', card: made.card };
  const db = await open();
  if ((await db.get('meta', 'who')) !== who) return null;
  for (const answer of await db.getAll('answers', IDBKeyRange.bound('/api/v1/tasks', '/api/v1/tasks~'))) {
    const { items } = JSON.parse(answer.body) as {
      items?: { id: number; text: string; entity?: { kind: string; id: number } | null }[];
    };
    const task = items?.find((item) => item.id === id);
    if (task) return { name: task.text, card: task.entity ? `${task.entity.kind}-${task.entity.id}` : '' };
  }
  return null;
}
