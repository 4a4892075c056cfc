// The day without a pointer: sign in, walk the board, move, open, write a note, come back to the same card.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, eventually, keepPicture, launch, noFaults, open, startServer } from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery' };
let server;
let browser;
let token;

before(async () => {
  server = await startServer({ init: { ...admin, lang: 'ru' } });
  browser = await launch();
  token = server.token(admin.email);
  for (const name of ['Первая', 'Вторая']) await api(server, token, 'POST', '/api/v1/deals', { name, price: 100_000 });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a deal is moved and written to by keyboard alone', { timeout: 600_000 }, async (t) => {
  const page = await open(browser, server.url);
  t.after(() => keepPicture(page, 'keyboard'));
  const focused = (what) =>
    eventually(`focus on ${what}`, () => page.evaluate((sel) => !!document.activeElement?.closest(sel), what));
  const type = (text) => page.keyboard.type(text);
  const press = (key) => page.keyboard.press(key);

  await page.goto('/deals');
  await focused('input[type=email]');
  await type(admin.email);
  await press('Tab');
  await type(admin.password);
  await press('Enter');

  const card = page.locator('[data-card]');
  await card.first().waitFor();
  assert.equal(await card.count(), 2);

  // j steps onto the board, and on to the next card.
  await press('j');
  await focused('[data-card]');
  await press('j');
  const name = await page.evaluate(() => document.activeElement.getAttribute('aria-label').split('.')[0]);

  // m opens the stages; the arrow goes down to the second one.
  await press('m');
  const menu = page.getByRole('menu');
  await menu.waitFor();
  await focused('[role=menu]');
  const chosen = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  for (const want of ['Первичный контакт', 'Переговоры']) {
    if ((await chosen()) !== want) await press('ArrowDown');
    await eventually(`${want} is chosen`, async () => (await chosen()) === want);
  }
  await press('Enter');
  const column = page.getByRole('region', { name: 'Переговоры', exact: true });
  await column.getByRole('article', { name }).waitFor();
  await eventually('the server knows', async () => {
    const { items } = await api(server, token, 'GET', '/api/v1/deals?limit=10');
    return items.find((d) => d.name === name).status_id !== items.find((d) => d.name !== name).status_id;
  });

  // The focus came back to the card that was moved. Enter opens it, Esc closes the layers one by one.
  await eventually('focus on the moved card', () =>
    page.evaluate((want) => document.activeElement?.getAttribute('aria-label')?.startsWith(want), name),
  );
  await press('Enter');
  const sheet = page.getByRole('dialog');
  await sheet.getByRole('button', { name: 'Закрыть карточку' }).waitFor();
  await press('1');
  await focused('textarea');
  await type('Просил счёт до пятницы');
  await press('Control+Enter');
  await sheet.getByText('Просил счёт до пятницы').first().waitFor();
  // From the field back to the choice of note or task, to the task, into its field.
  await press('Shift+Tab');
  await press('ArrowRight');
  await press('Tab');
  await focused('form input');
  await type('Выставить счёт завтра в 15');
  await press('Control+Enter');
  await sheet.getByRole('region', { name: 'Открытые задачи' }).getByText('Выставить счёт').waitFor();
  await press('Escape');
  await eventually('the card is closed', async () => (await sheet.count()) === 0);
  await eventually('focus back on its card', () =>
    page.evaluate((want) => document.activeElement?.getAttribute('aria-label')?.startsWith(want), name),
  );

  // The palette finds the other deal; Esc closes it, ? lists the keys.
  await press('Control+k');
  await focused('input');
  await type(name === 'Первая' ? 'Втор' : 'Перв');
  await page
    .getByRole('option', { name: name === 'Первая' ? /Вторая/ : /Первая/ })
    .first()
    .waitFor();
  await press('Escape');
  await eventually('the palette is closed', async () => (await page.getByRole('dialog').count()) === 0);
  await press('Shift+Slash');
  await page.getByRole('dialog').getByText('Переместить в этап').waitFor();
  await press('Escape');
  noFaults(page);
});
