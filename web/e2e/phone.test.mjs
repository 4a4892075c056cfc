// A phone of 390 px, by touch: a stage at a time, moving by the card's menu, the card's tabs, a task done.
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
  deal = await api(server, token, 'POST', '/api/v1/deals', {
    name: 'Ремонт офиса',
    price: 25_000_000,
    contacts: [{ name: 'Анна Белова', phone: '+7 916 123-45-67' }],
  });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a deal is moved, written to and its task done on a phone', { timeout: 600_000 }, async (t) => {
  const page = await open(browser, server.url, { width: 390, height: 844, touch: true });
  t.after(() => keepPicture(page, 'phone'));
  await signIn(page, admin);
  await page.goto('/deals');
  const card = page.getByRole('article', { name: deal.name });
  await card.waitFor();
  const tabs = page.getByRole('tablist', { name: 'Этапы' });
  await tabs
    .getByRole('tab', { name: /Первичный контакт/ })
    .and(page.locator('[aria-selected=true]'))
    .waitFor();

  await card.getByRole('button', { name: /Действия сделки/ }).tap();
  await page.getByRole('menuitem', { name: 'Переместить в…' }).tap();
  await page.getByRole('menuitem', { name: 'Переговоры' }).tap();
  await card.waitFor({ state: 'detached' });
  await tabs.getByRole('tab', { name: /Переговоры/ }).tap();
  await card.waitFor();
  await eventually('the server knows', async () => {
    const now = await api(server, token, 'GET', `/api/v1/deals/${deal.id}`);
    return now.status_id !== deal.status_id;
  });

  // The card is one column: fields, then the history by its tab.
  await card.getByRole('link', { name: deal.name }).tap();
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('link', { name: /Позвонить/ }).waitFor();
  await sheet.getByRole('tab', { name: 'Лента' }).tap();
  await sheet.getByRole('textbox', { name: 'Заметка' }).fill('Замер в четверг');
  await sheet.getByRole('button', { name: 'Добавить', exact: true }).tap();
  await sheet.getByText('Замер в четверг').first().waitFor();
  await sheet.getByRole('radio', { name: 'Задача' }).tap();
  await sheet.getByRole('textbox', { name: 'Что сделать' }).fill('Позвонить завтра в 11');
  await sheet.getByRole('button', { name: 'Поставить' }).tap();
  const tasks = sheet.getByRole('region', { name: 'Открытые задачи' });
  await tasks.getByRole('button', { name: /Выполнить: Позвонить/ }).tap();
  const result = page.getByRole('dialog', { name: 'Задача выполнена' });
  await result.getByRole('textbox', { name: 'Результат' }).fill('Договорились на среду');
  await result.getByRole('button', { name: 'Выполнить', exact: true }).tap();
  await result.waitFor({ state: 'detached' });
  await tasks.waitFor({ state: 'detached' });
  await sheet.getByText('Договорились на среду').waitFor();
  await sheet.getByRole('button', { name: 'Закрыть карточку' }).tap();
  await sheet.waitFor({ state: 'detached' });

  // Every section of the bottom bar opens, and none of them scrolls sideways.
  const bar = page.getByRole('navigation');
  for (const [name, heading] of [
    ['Контакты', 'Контакты'],
    ['Задачи', 'Задачи'],
    ['Сделки', 'Сделки'],
  ]) {
    await bar.getByRole('link', { name }).tap();
    await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(wide <= 0, `${name} is ${wide} px too wide`);
  }
  noFaults(page);
});
