// What a person may not see is not there: on the board, in lists, search, by address, through the API, live, in a file.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  api,
  colleague,
  eventually,
  keepPicture,
  launch,
  liveFrames,
  noFaults,
  open,
  signIn,
  startServer,
} from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery' };
const ivan = { email: 'ivan@example.com', password: 'battery horse correct' };
const stranger = { email: 'eve@example.com', password: 'horse battery correct', account: 'other' };
const OWN = { view: 'own', create: 'own', edit: 'own', delete: 'none', export: 'own' };

let server;
let browser;
let boss;
let his;
let hers;
let mine;
let foreign;

before(async () => {
  server = await startServer({ init: { ...admin, subdomain: 'main' } });
  browser = await launch();
  boss = server.token(admin.email);
  const { id: role_id } = await api(server, boss, 'POST', '/api/v1/roles', {
    name: 'Только свои',
    rights: { entities: { deal: OWN, contact: OWN, company: OWN, task: OWN } },
  });
  const user = await colleague(server, boss, { name: 'Иван Козлов', ...ivan, role_id });
  his = server.token(ivan.email);
  const deal = (name, responsible_id) =>
    api(server, boss, 'POST', '/api/v1/deals', {
      name,
      price: 50_000_00,
      ...(responsible_id ? { responsible_id } : {}),
    });
  mine = await deal('Кухня для Смирновых', user);
  foreign = await deal('Шкаф для Кузнецовых');
  await api(server, boss, 'POST', `/api/v1/deals/${foreign.id}/notes`, { text: 'Тайная скидка 40 %' });

  server.run(
    'init',
    '--company',
    'Чужие',
    '--email',
    stranger.email,
    '--password',
    stranger.password,
    '--subdomain',
    'other',
  );
  hers = server.token(stranger.email);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a colleague with “own only” sees only theirs', { timeout: 600_000 }, async (t) => {
  const page = await open(browser, server.url);
  t.after(() => keepPicture(page, 'rights'));
  const live = liveFrames(page);
  await signIn(page, ivan);

  await t.test('board and its sums', async () => {
    await page.goto('/deals');
    await page.getByRole('article', { name: mine.name }).waitFor();
    assert.equal(await page.locator('[data-card]').count(), 1);
    await page.getByText('1 сделка: 50 000 ₽').waitFor();
    assert.equal(await page.getByRole('link', { name: 'Импорт' }).count(), 0, 'the import is not offered');
  });

  await t.test('live: a change of the other deal does not arrive', async () => {
    await live.ready();
    await api(server, boss, 'PATCH', `/api/v1/deals/${foreign.id}`, { name: 'Шкаф для Кузнецовых, дуб' });
    await api(server, boss, 'PATCH', `/api/v1/deals/${mine.id}`, { name: 'Кухня для Смирновых, белая' });
    await page.getByRole('article', { name: 'Кухня для Смирновых, белая' }).waitFor();
    assert.equal(live.about('deal', foreign.id).length, 0, 'the socket was told of a foreign deal');
    assert.ok(live.about('deal', mine.id).length > 0);
    assert.equal(await page.locator('[data-card]').count(), 1);
  });

  await t.test('list', async () => {
    await page.goto('/deals?view=list');
    await page.getByText('Кухня для Смирновых').first().waitFor();
    assert.equal(await page.getByText('Кузнецовых').count(), 0);
  });

  await t.test('search of the palette', async () => {
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').last().fill('Кухня');
    await page.getByRole('option', { name: /Кухня/ }).first().waitFor();
    await page.getByRole('combobox').last().fill('Кузнецовых');
    await eventually(
      'nothing is found',
      async () => (await page.getByRole('option', { name: /Шкаф|Кухня/ }).count()) === 0,
    );
    await page.keyboard.press('Escape');
  });

  await t.test('direct address', async () => {
    await page.goto(`/deals/${foreign.id}`);
    await page.getByText('Такой карточки нет').waitFor();
    await page.goto(`/deals/${mine.id}`);
    await page.getByRole('heading', { name: /Кухня/ }).waitFor();
  });

  await t.test('settings of the account are not offered', async () => {
    await page.goto('/settings');
    await page.getByRole('link').first().waitFor();
    assert.equal(await page.getByRole('link', { name: 'Роли' }).count(), 0);
  });
  noFaults(page);
});

test('the API gives a colleague only theirs', { timeout: 60_000 }, async () => {
  const { items } = await api(server, his, 'GET', '/api/v1/deals?limit=100');
  assert.deepEqual(
    items.map((d) => d.id),
    [mine.id],
  );
  const { count } = await api(server, his, 'GET', '/api/v1/deals/count');
  assert.equal(count, 1);
  const found = await eventually('the index knows', async () => {
    const hits = await api(server, his, 'GET', `/api/v1/search?q=${encodeURIComponent('Смирновых')}`);
    return hits.items.length > 0 && hits;
  });
  assert.equal(found.items[0].id, mine.id);
  assert.equal((await api(server, his, 'GET', `/api/v1/search?q=${encodeURIComponent('Кузнецовых')}`)).items.length, 0);
  await closed(his, foreign.id);
});

test('an export of a colleague holds only theirs', { timeout: 60_000 }, async () => {
  const { id } = await api(server, his, 'POST', '/api/v1/exports', { kind: 'deal', format: 'csv' });
  await eventually(
    'the file is made',
    async () => (await api(server, his, 'GET', `/api/v1/exports/${id}`)).state === 'done',
  );
  const answer = await fetch(`${server.url}/api/v1/exports/${id}/file`, {
    headers: { Authorization: `Bearer ${his}` },
  });
  const text = await answer.text();
  assert.match(text, /Смирновых/);
  assert.doesNotMatch(text, /Кузнецовых/);
  const taken = await fetch(`${server.url}/api/v1/exports/${id}/file`, {
    headers: { Authorization: `Bearer ${hers}` },
  });
  assert.equal(taken.status, 404, 'another account takes the file');
});

test('another account sees nothing of this one', { timeout: 600_000 }, async (t) => {
  const page = await open(browser, server.url);
  t.after(() => keepPicture(page, 'stranger'));
  const live = liveFrames(page);
  await signIn(page, stranger);
  await page.goto('/deals');
  await page.getByText('В воронке пока нет сделок').waitFor();
  await live.ready();
  await api(server, boss, 'PATCH', `/api/v1/deals/${mine.id}`, { price: 60_000_00 });
  const { id } = await api(server, hers, 'POST', '/api/v1/deals', { name: 'Своя сделка' });
  await page.getByRole('article', { name: 'Своя сделка' }).waitFor();
  assert.equal(live.about('deal', mine.id).length, 0);
  assert.ok(live.about('deal', id).length > 0);
  for (const deal of [mine, foreign]) {
    await page.goto(`/deals/${deal.id}`);
    await page.getByText('Такой карточки нет').waitFor();
    await closed(hers, deal.id);
  }
  assert.equal((await api(server, hers, 'GET', '/api/v1/deals?limit=100')).items.length, 1);
  noFaults(page);
});

/** Every way to one deal answers as if it were not there. */
async function closed(token, id) {
  const tries = [
    ['GET', `/api/v1/deals/${id}`],
    ['PATCH', `/api/v1/deals/${id}`, { name: 'x' }],
    ['DELETE', `/api/v1/deals/${id}`],
    ['POST', `/api/v1/deals/${id}/move`, { status_id: mine.status_id }],
    ['GET', `/api/v1/deals/${id}/feed`],
    ['POST', `/api/v1/deals/${id}/notes`, { text: 'x' }],
    ['POST', '/api/v1/tasks', { text: 'x', type_id: 1, due_at: 2_000_000_000, entity: { kind: 'deal', id } }],
  ];
  for (const [method, path, body] of tries) {
    const answer = await fetch(server.url + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    assert.ok([400, 403, 404, 422].includes(answer.status), `${method} ${path}: ${answer.status} ${text}`);
    assert.doesNotMatch(text, /Кузнецовых|Смирновых|скидка/, `${method} ${path} tells of it`);
  }
  const cards = await api(server, token, 'GET', `/api/v1/deals/board/cards?ids=${id}`);
  assert.equal(cards.items.length, 0);
}
