// A whole import is taken back: what it made goes, what was there before stays, what people changed since is kept.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { load, upload } from './acts.mjs';
import { api, eventually, keepPicture, launch, noFaults, open, root, signIn, startServer } from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery' };
let server;
let browser;
let token;

before(async () => {
  server = await startServer({ init: { ...admin, lang: 'ru' } });
  browser = await launch();
  token = server.token(admin.email);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const count = async (kind) => (await api(server, token, 'GET', `/api/v1/${kind}/count`)).count;

test('an import is undone as a whole', { timeout: 900_000 }, async (t) => {
  const page = await open(browser, server.url);
  t.after(() => keepPicture(page, 'undo'));
  await signIn(page, admin);
  const mine = await api(server, token, 'POST', '/api/v1/deals', {
    name: 'Своя сделка',
    contacts: [{ name: 'Свой контакт' }],
  });

  await upload(page, join(root, 'testdata', 'samples', 'clients-ru.xlsx'));
  await load(page, 'ru');
  assert.ok((await count('contacts')) > 1);
  const { items } = await api(server, token, 'GET', '/api/v1/deals?limit=2&sort=-id');
  const kept = items.find((d) => d.id !== mine.id);
  await api(server, token, 'PATCH', `/api/v1/deals/${kept.id}`, { price: 77_700 });

  await page.getByRole('button', { name: 'Отменить импорт' }).click();
  // So many records are not destroyed by a press: their number is typed.
  const ask = page.getByRole('alertdialog');
  const number = ask.getByRole('textbox');
  const label = await number.evaluate((field) => field.labels[0].textContent);
  await number.fill(label.replace(/\D/g, ''));
  await ask.getByRole('button', { name: 'Отменить импорт' }).click();
  await page.getByRole('heading', { name: 'Загрузка отменена' }).waitFor({ timeout: 120_000 });

  const left = await api(server, token, 'GET', '/api/v1/deals?limit=50');
  assert.ok(
    left.items.some((d) => d.id === mine.id),
    'what was there before stays',
  );
  assert.ok(
    left.items.some((d) => d.id === kept.id && d.price === 77_700),
    'what was changed by hand stays',
  );
  assert.ok(left.items.length <= 3, `${left.items.length} deals are left`);
  await page.goto('/deals?view=board');
  await page.getByRole('article', { name: /^Своя сделка/ }).waitFor();
  await eventually(
    'the board holds what is left',
    async () => (await page.locator('[data-card]').count()) === left.items.length,
  );
  noFaults(page);
});
