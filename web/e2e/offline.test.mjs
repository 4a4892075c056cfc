// Without a network: the app opens, what was read is read again, what is written waits and arrives once and in order,
// conflicts are shown; a new build waits to be let in; whoever signs out leaves nothing behind.
import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import { after, before, test } from 'node:test';
import { api, colleague, eventually, keepPicture, launch, noFaults, open, signIn, startServer } from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery' };
const boris = { name: 'Борис Лосев', email: 'boris@example.com', password: 'another horse battery' };
let server;
let front;
let browser;
let token;
let boot;

before(async () => {
  server = await startServer({ init: { ...admin, lang: 'ru' } });
  token = server.token(admin.email);
  await colleague(server, token, { ...boris, is_admin: true });
  boot = await call('GET', '/bootstrap');
  front = await startFront();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await front?.stop();
  await server?.stop();
});

const call = (method, path, body) => api(server, token, method, `/api/v1${path}`, body);
const deal = (name, more = {}) =>
  call('POST', '/deals', { name, status_id: boot.pipelines[0].statuses[0].id, ...more });

/** Stands before the server, as a proxy does: it can lose the line, and serve another build of the client. */
async function startFront() {
  const state = { up: true, build: '' };
  const proxy = createServer((asked, answer) => {
    if (!state.up) return asked.socket.destroy();
    const to = request(
      new URL(asked.url, server.url),
      {
        method: asked.method,
        headers: { ...asked.headers, ...(state.build ? { 'accept-encoding': 'identity' } : {}) },
      },
      (from) => {
        const isPage = /html/.test(from.headers['content-type'] ?? '');
        if (!state.build || !(isPage || asked.url === '/sw.js')) {
          answer.writeHead(from.statusCode, from.headers);
          return from.pipe(answer);
        }
        let text = '';
        from.setEncoding('utf8').on('data', (piece) => {
          text += piece;
        });
        from.on('end', () => {
          const { 'content-length': _, etag: __, ...headers } = from.headers;
          const changed = isPage
            ? text.replace(/src="(\/assets\/index[^"]*\.js)"/, `src="$1?${state.build}"`)
            : text
                .replace(/const VERSION = '/, `const VERSION = '${state.build}`)
                .replaceAll(/"(\/assets\/index[^"]*\.js)"/g, '"$1"');
          answer.writeHead(from.statusCode, headers);
          answer.end(changed);
        });
      },
    );
    to.on('error', () => answer.destroy());
    asked.pipe(to);
  });
  proxy.on('upgrade', (asked, socket) => socket.destroy());
  await new Promise((done) => proxy.listen(0, '127.0.0.1', done));
  return {
    url: `http://localhost:${proxy.address().port}`,
    set: (change) => {
      Object.assign(state, change);
      if (!state.up) proxy.closeAllConnections();
    },
    stop: () =>
      new Promise((done) => {
        proxy.close(done);
        proxy.closeAllConnections();
      }),
  };
}

/** What the page complained of, but for the line it was robbed of. */
function quiet(...pages) {
  for (const page of pages) page.faults = page.faults.filter((fault) => !/WebSocket connection/.test(fault));
  noFaults(...pages);
}

/** A signed-in page whose worker holds the whole build. */
async function ready(t, name, who = admin, path = '/deals') {
  front.set({ up: true, build: '' });
  const page = await open(browser, front.url);
  t.after(async () => {
    await keepPicture(page, name);
    await page.context().close();
  });
  await signIn(page, who);
  await page.goto(path);
  await controlled(page);
  return page;
}

const controlled = (page) =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state !== 'activated')
      await new Promise((done) =>
        active?.addEventListener('statechange', () => active.state === 'activated' && done()),
      );
    if (!navigator.serviceWorker.controller)
      await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
  });

const kept = (page) =>
  page.evaluate(
    () =>
      new Promise((give, fail) => {
        const asked = indexedDB.open('voronka');
        asked.onerror = () => fail(asked.error);
        asked.onsuccess = () => {
          const db = asked.result;
          const read = (name) =>
            new Promise((done) => {
              const all = db.transaction(name).objectStore(name).getAll();
              all.onsuccess = () => done(all.result);
            });
          Promise.all([read('answers'), read('cards'), read('writes')]).then(([answers, cards, writes]) => {
            db.close();
            give({ answers, cards, writes });
          });
        };
      }),
  );

const keptCard = (page, id) =>
  eventually(`deal ${id} is kept`, async () => {
    const paths = (await kept(page)).answers.map((a) => a.path.split('?')[0]);
    return [`/api/v1/deals/${id}`, `/api/v1/deals/${id}/feed`].every((path) => paths.includes(path));
  });

test('the app opens and reads without a network, writes wait and arrive once and in order', async (t) => {
  const made = await deal('Ремонт офиса', { price: 100_000 });
  await call('POST', `/deals/${made.id}/notes`, { text: 'Просят скидку' });
  const page = await ready(t, 'offline-day');
  await page.getByRole('article', { name: made.name }).waitFor();
  await page.goto(`/deals/${made.id}`);
  await page.getByText('Просят скидку').waitFor();
  await keptCard(page, made.id);

  // The server is gone, not the network.
  front.set({ up: false });
  await page.reload();
  await page.getByText('Просят скидку').waitFor();
  await page.getByText(/Нет связи с сервером, показано то, что было/).waitFor();

  // The network is gone too.
  await page.context().setOffline(true);
  await page.goto(`/deals/${made.id}`);
  await page.getByRole('textbox', { name: 'Заметка' }).fill('Первая без связи');
  await page.getByRole('button', { name: 'Добавить', exact: true }).click();
  await page.getByText('Первая без связи').waitFor();
  await page.getByRole('textbox', { name: 'Заметка' }).fill('Вторая без связи');
  await page.getByRole('button', { name: 'Добавить', exact: true }).click();
  await page.getByText('2 изменения ждут отправки').waitFor();
  const other = boot.pipelines[0].statuses[1];
  await page
    .getByRole('radio', { name: new RegExp(other.name) })
    .or(page.getByRole('button', { name: new RegExp(other.name) }))
    .first()
    .click();
  await page.getByText('3 изменения ждут отправки').waitFor();

  // Closing the page loses nothing.
  await page.reload();
  await page.getByText('3 изменения ждут отправки').waitFor();
  const feed = page.getByRole('log');
  await feed.getByText('Вторая без связи').waitFor();
  assert.match(await feed.innerText(), /Первая без связи[\s\S]*Вторая без связи/);

  front.set({ up: true });
  await page.context().setOffline(false);
  await page.getByText('ждут отправки').waitFor({ state: 'detached' });
  await eventually('all of it arrived, once', async () => {
    const now = await call('GET', `/deals/${made.id}`);
    const { items } = await call('GET', `/deals/${made.id}/feed`);
    const notes = items
      .filter((i) => i.kind === 'deal.note_added')
      .map((i) => i.note.text)
      .reverse();
    assert.deepEqual(notes, ['Просят скидку', 'Первая без связи', 'Вторая без связи']);
    return now.status_id === other.id;
  });
  assert.equal((await kept(page)).writes.length, 0);
  quiet(page);
});
