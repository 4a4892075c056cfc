import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  addWrite,
  editWrite,
  findTask,
  forgetAnswers,
  keepAnswer,
  keptAnswer,
  listWrites,
  MAX_CARDS,
  own,
  removeWrite,
  wipe,
} from './store';

const ME = '1.2';
const card = (id: number, at = id) => ({ path: `/api/v1/deals/${id}`, card: `deal-${id}`, at, body: `{"id":${id}}` });
const note = (who = ME) =>
  addWrite({
    who,
    key: 'k',
    method: 'POST',
    path: '/api/v1/deals/1/notes',
    body: '{"text":"a"}',
    at: 1,
    kind: 'note',
    card: 'deal-1',
    name: '',
    state: 'waiting',
    failed: 0,
  });

beforeEach(async () => {
  for (const who of [ME, '1.3']) await wipe(who);
  await own(ME);
});

describe('what is kept', () => {
  it('is the last opened cards, with all that hangs on them', async () => {
    for (let id = 1; id <= MAX_CARDS; id++) await keepAnswer(ME, card(id));
    await keepAnswer(ME, { ...card(1, 1000), path: '/api/v1/deals/1/feed' });
    await keepAnswer(ME, card(MAX_CARDS + 1, 2000));
    const has = async (id: number, part = '') => !!(await keptAnswer(ME, `/api/v1/deals/${id}${part}`));
    expect([await has(1), await has(1, '/feed'), await has(2), await has(3), await has(MAX_CARDS + 1)]).toEqual([
      true,
      true,
      false,
      true,
      true,
    ]);
  });
  it('is bounded in lists too, the oldest go', async () => {
    for (let n = 1; n <= 90; n++)
      await keepAnswer(ME, { path: `/api/v1/deals?after=${n}`, card: '', at: n, body: '{}' });
    expect([
      await keptAnswer(ME, '/api/v1/deals?after=10'),
      !!(await keptAnswer(ME, '/api/v1/deals?after=11')),
    ]).toEqual([undefined, true]);
  });
  it('is nothing that is too large', async () => {
    await keepAnswer(ME, { ...card(1), body: 'x'.repeat(2_000_000) });
    expect(await keptAnswer(ME, '/api/v1/deals/1')).toBeUndefined();
  });
  it('goes when somebody else signs in, and a late answer to the former one is not kept', async () => {
    await keepAnswer(ME, card(1));
    await own('1.3');
    await keepAnswer(ME, card(2));
    for (const who of [ME, '1.3'])
      for (const id of [1, 2]) expect(await keptAnswer(who, `/api/v1/deals/${id}`)).toBeUndefined();
  });
  it('goes when the session is over, and what was not sent stays', async () => {
    await keepAnswer(ME, card(1));
    await note();
    await forgetAnswers();
    await keepAnswer(ME, card(1));
    expect(await keptAnswer(ME, '/api/v1/deals/1')).toBeUndefined();
    expect(await listWrites(ME)).toHaveLength(1);
  });
});

describe('what waits', () => {
  it('stands in order, each with an id of this device', async () => {
    const [a, b] = [await note(), await note()];
    expect((await listWrites(ME)).map((w) => [w.id, w.temp])).toEqual([
      [a.id, -a.id],
      [b.id, -b.id],
    ]);
    await editWrite(a.id, { state: 'refused', why: 'no' });
    await removeWrite(b.id);
    expect((await listWrites(ME)).map((w) => [w.id, w.state, w.why])).toEqual([[a.id, 'refused', 'no']]);
    await editWrite(b.id, { state: 'waiting' });
    expect(await listWrites(ME)).toHaveLength(1);
  });
  it('is nobody else’s, and a sign-out takes only its own', async () => {
    await note();
    await note('1.3');
    expect(await listWrites('1.3')).toHaveLength(1);
    await wipe(ME);
    expect([(await listWrites(ME)).length, (await listWrites('1.3')).length]).toEqual([0, 1]);
  });
  it('knows a task by the lists that are kept', async () => {
    const items = [{ id: 8, text: 'Call', entity: { kind: 'deal', id: 5 } }];
    await keepAnswer(ME, { path: '/api/v1/tasks?bucket=today', card: '', at: 1, body: JSON.stringify({ items }) });
    expect(await findTask(ME, 8, [])).toEqual({ name: 'Call', card: 'deal-5' });
    expect([await findTask(ME, 9, []), await findTask('1.3', 8, [])]).toEqual([null, null]);
  });
});
