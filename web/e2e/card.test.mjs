// A card to its depth: what was before comes back, its figures, its fields set up on the spot, its feed, on paper.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, eventually, keepPicture, launch, noFaults, open, signIn, startServer } from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery' };
let server;
let browser;
let token;
let deal;

before(async () => {
  server = await startServer({ init: { ...admin, lang: 'ru' } });
  browser = await launch();
  token = server.token(admin.email);
  const call = (method, path, body) => api(server, token, method, `/api/v1${path}`, body);
  const person = await call('POST', '/contacts', { name: 'Анна Петрова' });
  deal = await call('POST', '/deals', {
    name: 'Поставка кофе',
    price: 150_000_00,
    contacts: [{ id: person.id, is_main: true }],
  });
  for (const price of [160_000_00, 180_000_00]) await call('PATCH', `/deals/${deal.id}`, { price });
  await call('POST', `/contacts/${person.id}/notes`, { text: 'Звонить после обеда' });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const price = async () => (await api(server, token, 'GET', `/api/v1/deals/${deal.id}`)).price;
async function opened(t, name) {
  const page = await open(browser, server.url);
  t.after(() => keepPicture(page, `card-${name}`));
  await signIn(page, admin);
  return page;
}

test('an earlier value is put back by keyboard, and that is undone', { timeout: 600_000 }, async (t) => {
  const page = await opened(t, 'history');
  await page.goto(`/deals/${deal.id}`);
  const budget = page.getByRole('button', { name: /^Бюджет:/ });
  await budget.focus();
  await page.keyboard.press('h');
  const history = page.getByRole('dialog', { name: 'История: Бюджет' });
  await history.getByText('до первого изменения').waitFor();
  assert.equal(await history.getByRole('listitem').count(), 3);
  await history.getByRole('button', { name: /^Вернуть значение: 150/ }).focus();
  await page.keyboard.press('Enter');
  await history.waitFor({ state: 'detached' });
  await eventually('the server has the old budget', async () => (await price()) === 150_000_00);
  await page.getByRole('button', { name: 'Отменить' }).first().click();
  await eventually('and the new one again', async () => (await price()) === 180_000_00);
  noFaults(page);
});

test('figures, fields set up on the card, linked cards in the feed, paper', { timeout: 600_000 }, async (t) => {
  const page = await opened(t, 'depth');
  await page.goto(`/deals/${deal.id}`);
  await page.getByRole('tab', { name: 'Статистика' }).click();
  await page.getByRole('list', { name: 'Время на этапах' }).getByText('Первичный контакт').waitFor();

  await page.getByRole('tab', { name: 'Настроить' }).click();
  await page.getByRole('button', { name: 'Новое поле' }).first().click();
  const sheet = page.getByRole('dialog', { name: 'Новое поле' });
  await sheet.getByLabel('Название').first().fill('Сорт зерна');
  await sheet.getByRole('button', { name: /^(Создать|Сохранить|Добавить)/ }).click();
  await sheet.waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: 'Основное' }).first().click();
  await page.getByRole('button', { name: /^Сорт зерна/ }).waitFor();

  // What happened on the person's card stands in the deal's feed when it is asked for, with the way there.
  const feed = page.getByRole('log');
  await feed.getByText('Сделка создана').waitFor();
  assert.equal(await feed.getByText('Звонить после обеда').count(), 0);
  await page.getByRole('button', { name: /^Кто, когда/ }).click();
  await page.getByRole('switch', { name: /связанных/ }).click();
  await feed.getByText('Звонить после обеда').waitFor();
  await page.keyboard.press('Escape');
  await feed.getByRole('link', { name: 'Анна Петрова' }).first().waitFor();
  await page
    .getByRole('button', { name: /^Убрать/ })
    .first()
    .click();
  await feed.getByText('Звонить после обеда').waitFor({ state: 'detached' });

  await page.evaluate(() => {
    window.print = () => document.body.setAttribute('data-printed', '');
  });
  await page.getByRole('button', { name: 'Действия с карточкой' }).click();
  await page.getByRole('menuitem', { name: 'Распечатать' }).click();
  await page.locator('body[data-printed]').waitFor({ state: 'attached' });
  await page.emulateMedia({ media: 'print' });
  await page.getByRole('heading', { name: 'Поставка кофе' }).waitFor();
  assert.equal(await page.locator('#root').isVisible(), false);
  await page.emulateMedia({ media: 'screen' });
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.locator('.print-sheet').waitFor({ state: 'detached' });
  noFaults(page);
});

test('another device knows what was opened here', { timeout: 600_000 }, async (t) => {
  const page = await opened(t, 'recent');
  await page.goto(`/deals/${deal.id}`);
  await eventually('the server remembers', async () => {
    const { recent } = await (await page.context().request.get('/api/v1/me/recent')).json();
    return recent.some((r) => r.kind === 'deal' && r.id === deal.id);
  });
  const other = await opened(t, 'other');
  await other.goto('/tasks');
  await other.getByRole('heading', { level: 1 }).waitFor();
  await other.keyboard.press('Control+k');
  await other.getByRole('option', { name: 'Поставка кофе' }).waitFor();
  noFaults(page, other);
});

test('what is typed before a form has come stands in it', { timeout: 600_000 }, async (t) => {
  const page = await opened(t, 'typist');
  let come;
  const held = new Promise((go) => {
    come = go;
  });
  await page.route(/\/assets\/(NoteForm|TaskForm)-/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(`/deals/${deal.id}`);
  await page.getByRole('button', { name: 'Действия с карточкой' }).waitFor();
  await page.keyboard.press('2');
  const field = page.locator('form input:not([type=radio])').first();
  await eventually('the field has the focus', () => field.evaluate((el) => el === document.activeElement));
  await page.keyboard.type('Выставить счёт');
  come();
  await page.getByRole('button', { name: 'Поставить', exact: true }).waitFor();
  await page.keyboard.type(' Анне');
  assert.equal(await field.inputValue(), 'Выставить счёт Анне');
  assert.equal(await field.evaluate((el) => el === document.activeElement), true);
  noFaults(page);
});
