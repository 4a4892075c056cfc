// What happened and what is to be done leave as files: the log is narrowed to what is asked and downloaded in words.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { api, keepPicture, launch, noFaults, open, signIn, startServer } from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery' };
let server;
let browser;

before(async () => {
  server = await startServer({ init: { ...admin, lang: 'ru' } });
  browser = await launch();
  const token = server.token(admin.email);
  const boot = await api(server, token, 'GET', '/api/v1/bootstrap');
  const [, second] = boot.pipelines[0].statuses;
  const deal = await api(server, token, 'POST', '/api/v1/deals', { name: 'Окна в школу', price: 50_000 });
  await api(server, token, 'POST', `/api/v1/deals/${deal.id}/move`, { status_id: second.id });
  await api(server, token, 'POST', '/api/v1/tasks', {
    text: 'Замерить проёмы',
    due_at: Math.floor(Date.now() / 1000) + 7200,
    entity: { kind: 'deal', id: deal.id },
  });
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Makes the file of the open dialog as CSV and reads it. */
async function download(page) {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: 'CSV' }).click();
  await dialog.getByRole('button', { name: 'Собрать файл' }).click();
  const link = page.getByRole('dialog').getByRole('link', { name: 'Скачать' });
  await link.waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return readFileSync(await file.path(), 'utf8');
}

test('the log is narrowed and leaves as a file, and so do tasks', { timeout: 300_000 }, async (t) => {
  const page = await open(browser, server.url);
  t.after(() => keepPicture(page, 'office'));
  await signIn(page, admin);
  await page.goto('/events?kind=deal&what=status_changed');
  await page.getByRole('row').filter({ hasText: 'Окна в школу' }).first().waitFor();
  assert.equal(await page.getByRole('row').filter({ hasText: 'Окна в школу' }).count(), 1);
  await page.getByRole('button', { name: 'Выгрузить' }).click();
  const log = await download(page);
  assert.match(log, /Изменён этап/);
  assert.match(log, /Окна в школу/);
  assert.doesNotMatch(log, /Создан/);

  await page.goto('/tasks');
  await page.getByText('Замерить проёмы').first().waitFor();
  await page.getByRole('button', { name: 'Выгрузить задачи' }).click();
  assert.match(await download(page), /Замерить проёмы/);
  noFaults(page);
});
