import { insist, parse, type Write } from './model';
import { flush, refreshWrites } from './sender';
import { editWrite, removeWrite } from './store';

const again = async () => {
  await refreshWrites();
  await flush();
};

/** A changed request is another request: it gets a key of its own. */
const fresh = (write: Write): string => `${write.key.split('~')[0]}~${Date.now().toString(36)}`;

/** Sends a refused change once more. */
export async function retry(id: number): Promise<void> {
  await editWrite(id, { state: 'waiting', why: undefined, failed: 0 });
  await again();
}

/** Gives up a change. */
export async function discard(id: number): Promise<void> {
  await removeWrite(id);
  await refreshWrites();
}

/** Changes the words of a note or task before it goes. */
export async function retell(write: Write, part: 'text' | 'result', text: string): Promise<void> {
  const body = JSON.stringify({ ...parse<object>(write.body), [part]: text });
  await editWrite(write.id, { body, key: fresh(write), state: 'waiting', why: undefined, failed: 0 });
  await again();
}

/** Mine counts, whatever somebody else has written meanwhile. */
export async function insistOn(write: Write): Promise<void> {
  const body = write.kind === 'fields' ? insist(write.body) : write.body;
  await editWrite(write.id, { body, key: fresh(write), from: undefined, state: 'waiting', paths: undefined });
  await again();
}

/** What is on the server counts. */
export const yieldTo = (write: Write): Promise<void> => discard(write.id);
