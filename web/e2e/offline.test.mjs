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
    const headers = { ...asked.headers };
    if (state.build) {
      headers['accept-encoding'] = 'identity';
      delete headers['if-none-match'];
    }
    const to = request(new URL(asked.url, server.url), { method: asked.method, headers }, (from) => {
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
        const { 'content-length': _, etag: __, ...kept } = from.headers;
        const changed = isPage
          ? text.replace(/src="(\/assets\/index[^"]*\.js)"/, `src="$1?${state.build}"`)
          : text
              .replace(/const VERSION = '/, `const VERSION = '${state.build}`)
              .replaceAll(/"(\/assets\/index[^"]*\.js)"/g, '"$1"');
        answer.writeHead(from.statusCode, kept);
        answer.end(changed);
      });
    });
    to.on('error', () => answer.destroy());
    asked.pipe(to);
  });
  proxy.on('upgrade', (_asked, socket) => socket.destroy());
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

const budget = (page) => page.getByRole('button', { name: /^Бюджет/ });

async function setBudget(page, sum) {
  await budget(page).click();
  await page.getByRole('textbox', { name: 'Бюджет' }).fill(sum);
  await page.keyboard.press('Enter');
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
  eventually('the worker holds the build', () =>
    page.evaluate(async () => {
      const worker = await navigator.serviceWorker.getRegistration();
      // One whose files did not come is tried again.
      if (!worker || !(worker.installing || worker.waiting || worker.active))
        await navigator.serviceWorker.register('/sw.js');
      return worker?.active?.state === 'activated' && !!navigator.serviceWorker.controller;
    }),
  );

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
  await eventually('nothing waits', async () => (await kept(page)).writes.length === 0);
  quiet(page);
});

test('two tabs edit one card without a network: what does not clash arrives, what does is shown', async (t) => {
  const made = await deal('Окна для школы', { price: 50_000 });
  const one = await ready(t, 'offline-one', admin, `/deals/${made.id}`);
  const two = await one.context().newPage();
  two.faults = [];
  await two.goto(`/deals/${made.id}`);
  await budget(two).waitFor();
  await keptCard(one, made.id);
  await one.context().setOffline(true);
  front.set({ up: false });

  await setBudget(one, '777');
  await one.getByText('1 изменение ждёт отправки').waitFor();
  await two.getByText('1 изменение ждёт отправки').waitFor();
  await budget(two)
    .and(two.getByRole('button', { name: /777/ }))
    .waitFor();
  await two.getByRole('textbox', { name: 'Заметка' }).fill('Из второй вкладки');
  await two.getByRole('button', { name: 'Добавить', exact: true }).click();
  await one.getByText('2 изменения ждут отправки').waitFor();
  // Meanwhile a colleague writes another budget.
  await call('PATCH', `/deals/${made.id}`, { price: 99_900 });

  front.set({ up: true });
  await one.context().setOffline(false);
  await two.getByText('1 изменение не принято').waitFor();
  await one.getByText('1 изменение не принято').waitFor();
  await one.getByRole('button', { name: 'Показать' }).click();
  const list = one.getByRole('dialog', { name: 'Неотправленное' });
  const clash = list.getByRole('region', { name: 'Бюджет' });
  await clash.getByText(/777/).waitFor();
  await clash.getByText(/999/).waitFor();
  await list.getByRole('button', { name: 'Оставить моё' }).click();
  await list.getByText('Всё отправлено').waitFor();
  await eventually('mine is on the server', async () => (await call('GET', `/deals/${made.id}`)).price === 77_700);
  const { items } = await call('GET', `/deals/${made.id}/feed`);
  assert.equal(items.filter((i) => i.note?.text === 'Из второй вкладки').length, 1);
  await one.getByText('не принято').waitFor({ state: 'detached' });
  quiet(one, two);
});

test('a task is made and done without a network, and is done on the server', async (t) => {
  const made = await deal('Замер кухни');
  const page = await ready(t, 'offline-task', admin, `/deals/${made.id}`);
  await budget(page).waitFor();
  await keptCard(page, made.id);
  await eventually('the tasks of the card are kept', async () =>
    (await kept(page)).answers.some((a) => a.path.startsWith('/api/v1/tasks?') && a.card === `deal-${made.id}`),
  );
  // What a task needs is fetched in idle time, as on any day.
  await page.getByRole('radio', { name: 'Задача' }).check();
  await page.getByRole('textbox', { name: 'Что сделать' }).waitFor();
  front.set({ up: false });
  await page.getByRole('textbox', { name: 'Что сделать' }).fill('Позвонить завтра в 11');
  await page.getByRole('button', { name: 'Поставить' }).click();
  const tasks = page.getByRole('region', { name: 'Открытые задачи' });
  await tasks.getByText('ждёт отправки').waitFor();
  await tasks.getByRole('button', { name: /Выполнить: Позвонить/ }).click();
  const result = page.getByRole('dialog', { name: 'Задача выполнена' });
  await result.getByRole('textbox', { name: 'Результат' }).fill('Договорились');
  await result.getByRole('button', { name: 'Выполнить', exact: true }).click();
  await page.getByText('2 изменения ждут отправки').waitFor();
  await tasks.waitFor({ state: 'detached' });
  front.set({ up: true });
  await page.getByText('ждут отправки').waitFor({ state: 'detached' });
  await eventually('it is done there, once', async () => {
    const { items } = await call('GET', `/tasks?kind=deal&entity_id=${made.id}`);
    return items.length === 1 && items[0].is_completed && items[0].result === 'Договорились';
  });
  await eventually('nothing waits', async () => (await kept(page)).writes.length === 0);
  quiet(page);
});

test('a change of a card that was deleted is kept with the reason, and can be given up', async (t) => {
  const made = await deal('Скоро исчезнет');
  const page = await ready(t, 'offline-refused', admin, `/deals/${made.id}`);
  await budget(page).waitFor();
  await keptCard(page, made.id);
  front.set({ up: false });
  await page.getByRole('textbox', { name: 'Заметка' }).fill('Поздно');
  await page.getByRole('button', { name: 'Добавить', exact: true }).click();
  await page.getByText('1 изменение ждёт отправки').waitFor();
  await call('DELETE', `/deals/${made.id}`);
  front.set({ up: true });
  await page.getByText('1 изменение не принято').waitFor();
  await page.getByRole('button', { name: 'Показать' }).click();
  const list = page.getByRole('dialog', { name: 'Неотправленное' });
  await list.getByText(/Не принято: /).waitFor();
  await list.getByRole('button', { name: 'Удалить' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить' }).click();
  await list.getByText('Всё отправлено').waitFor();
  quiet(page);
});

test('whoever signs out leaves nothing, and somebody else sees nothing of it', async (t) => {
  const made = await deal('Тайная сделка');
  const page = await ready(t, 'offline-out', admin, `/deals/${made.id}`);
  await budget(page).waitFor();
  await keptCard(page, made.id);
  await page.getByRole('textbox', { name: 'Заметка' }).fill('Черновик с секретом');

  // A session that ended elsewhere: the next to sign in is somebody else.
  await signIn(page, boris);
  await page.goto('/deals');
  await page.getByRole('article', { name: made.name }).waitFor();
  await eventually('what the former one read is gone', async () => {
    const { answers } = await kept(page);
    return answers.length > 0 && !answers.some((a) => a.card === `deal-${made.id}`);
  });

  // A sign-out without a network counts at once.
  front.set({ up: false });
  await page.reload();
  await page.getByText(/Нет связи с сервером/).waitFor();
  await page.getByRole('button', { name: /Профиль и настройки/ }).click();
  await page.getByRole('menuitem', { name: 'Выйти' }).click();
  await eventually('the browser holds nothing', async () => {
    const { answers, cards, writes } = await kept(page);
    const drafts = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('draft')));
    return answers.length + cards.length + writes.length + drafts.length === 0;
  });
  // The client goes to the sign-in page by itself, and may be on its way there.
  await eventually('the page is asked for', () => page.goto('/deals').then(() => true));
  await page.getByText('Нет связи с сервером. Проверьте подключение и повторите.').waitFor();
  assert.equal(await page.getByText(made.name).count(), 0);
  page.faults = page.faults.filter((fault) => !fault.startsWith('ApiError: Нет связи'));
  front.set({ up: true });
  await page.goto('/deals');
  await page.getByLabel('Пароль', { exact: true }).waitFor();
  const answer = await page.context().request.get(`${server.url}/api/v1/me`);
  assert.equal(answer.status(), 401, 'the server was told of the sign-out');
  quiet(page);
});

test('a new build waits, is offered when nothing is being written, and its page is never a stale one', async (t) => {
  const page = await ready(t, 'offline-version');
  await page.getByRole('heading', { name: 'Сделки', level: 1 }).first().waitFor();
  const before = await page.evaluate(() => caches.keys());
  front.set({ build: 'next' });
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => r.update()));
  await eventually('the new worker waits', () =>
    page.evaluate(() => navigator.serviceWorker.getRegistration().then((r) => !!r.waiting)),
  );
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  const offer = page.getByText('Вышла новая версия');
  await offer.waitFor();
  // Nobody is sent away from what they write.
  await page.goto('/tasks');
  const entry = () => page.evaluate(() => document.querySelector('script[type=module]').getAttribute('src'));
  assert.match(await entry(), /\?next$/, 'the network has the newest page');
  await eventually('the worker of the page that runs is let in', async () => {
    const names = await page.evaluate(() => caches.keys());
    const { waiting, active } = await page.evaluate(() =>
      navigator.serviceWorker.getRegistration().then((r) => ({ waiting: !!r.waiting, active: r.active?.state })),
    );
    return !waiting && active === 'activated' && names.some((n) => n.includes('next')) && names.length >= before.length;
  });
  front.set({ up: false });
  await page.reload();
  await page.getByRole('heading', { name: 'Задачи', level: 1 }).first().waitFor();
  assert.match(await entry(), /\?next$/, 'without a network the page is of the same build');
  quiet(page);
});

test('the browser finds nothing in the way of installing it', async (t) => {
  const page = await ready(t, 'offline-install');
  const cdp = await page.context().newCDPSession(page);
  const { errors } = await cdp.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
  // A window of tests counts as a private one.
  assert.deepEqual(
    installabilityErrors.map((e) => e.errorId).filter((id) => id !== 'in-incognito'),
    [],
  );
  const manifest = await (await page.context().request.get(`${front.url}/manifest.webmanifest`)).json();
  for (const { src, sizes } of [...manifest.icons, ...manifest.screenshots]) {
    const size = await page.evaluate(async (url) => {
      const picture = new Image();
      picture.src = url;
      await picture.decode();
      return `${picture.naturalWidth}x${picture.naturalHeight}`;
    }, src);
    if (sizes !== 'any') assert.equal(size, sizes, src);
  }
  for (const { url } of manifest.shortcuts)
    assert.equal((await page.context().request.get(front.url + url)).status(), 200);
  quiet(page);
});

test('a push is shown, and a press on it leads an open window to its card', async (t) => {
  const made = await deal('Сделка из уведомления');
  const page = await ready(t, 'offline-push');
  await page.context().grantPermissions(['notifications']);
  const cdp = await page.context().newCDPSession(page);
  const told = { id: 7, title: 'Новая задача', body: 'Позвонить', path: `/deals/${made.id}`, unread: 1 };
  const registrations = new Promise((give) =>
    cdp.on(
      'ServiceWorker.workerRegistrationUpdated',
      ({ registrations: [first] }) => first && give(first.registrationId),
    ),
  );
  await cdp.send('ServiceWorker.enable');
  await cdp.send('ServiceWorker.deliverPushMessage', {
    origin: front.url,
    registrationId: await registrations,
    data: JSON.stringify(told),
  });
  const worker = page.context().serviceWorkers()[0];
  await eventually('the push is shown', () =>
    worker.evaluate(async () => (await registration.getNotifications()).map((n) => n.title).join() === 'Новая задача'),
  );
  await worker.evaluate(async () => {
    const [notification] = await registration.getNotifications();
    dispatchEvent(new NotificationEvent('notificationclick', { notification, action: '' }));
  });
  await page.waitForURL(new RegExp(`/deals/${made.id}`));
  await budget(page).waitFor();
  quiet(page);
});
