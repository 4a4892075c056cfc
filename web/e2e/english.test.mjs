// The short story in English on a dark screen: first run, a spreadsheet, the board, a card.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { firstRun, load, upload } from './acts.mjs';
import { drag, eventually, keepPicture, launch, noFaults, open, root, startServer } from './harness.mjs';

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the short story in English, dark', { timeout: 900_000 }, async (t) => {
  const page = await open(browser, server.url, { lang: 'en', theme: 'dark' });
  t.after(() => keepPicture(page, 'english'));
  await firstRun(page, {
    lang: 'en',
    company: 'Daisy',
    name: 'Ann Smith',
    email: 'ann@example.com',
    password: 'correct horse battery',
  });
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');

  await upload(page, join(root, 'testdata', 'samples', 'maven-crm', 'accounts.csv'));
  await load(page, 'en');
  await page.goto('/companies');
  await page.locator('[data-row]').first().waitFor();

  await page.goto('/deals?view=board');
  await page.getByRole('button', { name: 'New deal' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Office chairs');
  await page.getByRole('textbox', { name: 'Budget' }).fill('12500');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  const card = page.getByRole('article', { name: /^Office chairs/ });
  await card.waitFor();
  await page.keyboard.press('Escape');
  await drag(page, card, page.getByRole('region', { name: 'Negotiation', exact: true }));
  await page
    .getByRole('region', { name: 'Negotiation', exact: true })
    .getByRole('article', { name: /^Office chairs/ })
    .waitFor();
  await card.getByRole('link', { name: 'Office chairs' }).click();
  const sheet = page.getByRole('dialog').first();
  await sheet.getByRole('textbox', { name: 'Note' }).fill('Wants a sample by Friday');
  await sheet.getByRole('button', { name: 'Add', exact: true }).click();
  await sheet.getByText('Wants a sample by Friday').first().waitFor();
  await sheet.getByText('Stage: First contact → Negotiation').waitFor();

  // Nothing Russian is left on any of these pages.
  for (const path of [
    '/deals?view=board',
    '/deals?view=list',
    '/contacts',
    '/tasks',
    '/events',
    '/import',
    '/settings',
  ]) {
    await page.goto(path);
    await page.locator('h1').first().waitFor();
    await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
    const words = await eventually(`${path} has text`, () => page.evaluate(() => document.body.innerText));
    const russian = words.split('\n').filter((line) => /[а-яё]/i.test(line) && line.trim() !== 'Русский');
    assert.deepEqual(russian, [], `${path} speaks Russian`);
  }
  noFaults(page);
});
