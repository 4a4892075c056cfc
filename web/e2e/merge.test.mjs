// Two cards of one person: found as duplicates, merged value by value, followed by the old address, taken back; then the
// bin gives a deleted card back and deletes another for ever; a misspelt name is found by the palette.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, eventually, keepPicture, launch, noFaults, open, signIn, startServer } from './harness.mjs';

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

const ask = (method, path, body) => api(server, token, method, `/api/v1${path}`, body);

test('duplicates become one and two again', { timeout: 120_000 }, async (t) => {
  const page = await open(browser, server.url);
  t.after(() => keepPicture(page, 'merge'));
  const one = await ask('POST', '/contacts', { name: 'Иван Петров', phone: '+79161234567' });
  const two = await ask('POST', '/contacts', {
    name: 'Петров Иван Сергеевич',
    phone: '8 916 123-45-67',
    email: 'p@romashka.ru',
  });
  const deal = await ask('POST', '/deals', { name: 'Окна', contacts: [{ id: two.id }] });
  await ask('POST', `/contacts/${two.id}/notes`, { text: 'Просил перезвонить' });
  await signIn(page, admin);

  await page.goto('/contacts');
  await page.getByRole('button', { name: 'Ещё' }).first().click();
  await page.getByRole('menuitem', { name: 'Найти дубли' }).click();
  const group = page.getByRole('region', { name: /Похожие/ });
  await group.getByRole('link', { name: 'Иван Петров' }).waitFor();
  await group.getByRole('button', { name: 'Объединить…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Объединить контакты' });
  await dialog.getByRole('radio', { name: 'Имя: взять из «Петров Иван Сергеевич»' }).click();
  await eventually('the name is taken', () =>
    dialog.getByRole('radio', { name: 'Имя: взять из «Петров Иван Сергеевич»' }).isChecked(),
  );
  await dialog.getByRole('button', { name: 'Объединить', exact: true }).click();
  const done = page.getByText('Объединены 2 карточки');
  await done.waitFor();

  const kept = await ask('GET', `/contacts/${one.id}`);
  assert.equal(kept.name, 'Петров Иван Сергеевич');
  assert.equal((await ask('GET', `/deals/${deal.id}`)).contacts[0].id, one.id, 'the deal follows');

  // The old address leads on; the card there tells what the other one was told.
  await page.evaluate((href) => {
    window.history.pushState(null, '', href);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, `/contacts/${two.id}`);
  await page.getByRole('link', { name: 'Открыть её' }).click();
  await page.getByText('Просил перезвонить').waitFor();

  await page.goto('/bin?kind=contact');
  await page.getByRole('button', { name: 'Отменить объединение' }).click();
  await page.getByText('Объединение отменено').waitFor();
  assert.equal((await ask('GET', `/contacts/${one.id}`)).name, 'Иван Петров');
  assert.equal((await ask('GET', `/deals/${deal.id}`)).contacts[0].id, two.id, 'the deal goes back');

  // The bin: one card comes back, another is gone for ever.
  for (const id of [one.id, two.id]) await ask('DELETE', `/contacts/${id}`);
  await page.reload();
  const row = (name) => page.getByRole('row', { name: new RegExp(name) });
  await row('Иван Петров').getByRole('button', { name: 'Восстановить' }).click();
  await page.getByText('Восстановлена 1 карточка').waitFor();
  await row('Петров Иван Сергеевич').getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Удалить навсегда' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить навсегда' }).click();
  await page.getByText('1 карточка удалена навсегда').waitFor();
  await page.getByRole('heading', { name: 'Корзина пуста' }).or(page.getByText('Корзина пуста')).first().waitFor();
  assert.equal((await ask('GET', `/contacts/${one.id}`)).deleted_at, null);

  // One letter wrong, in the other layout.
  await eventually('a misspelt name is found', async () => {
    const { items } = await ask('GET', `/search?q=${encodeURIComponent('петрав')}`);
    return items.some((hit) => hit.id === one.id);
  });
  await page.keyboard.press('Control+KeyK');
  await page.getByRole('dialog').getByRole('combobox').fill('gtnhjd');
  await page.getByRole('option', { name: /Иван Петров/ }).waitFor();
  noFaults(page);
});

test('a phone that somebody has leads to one card of two', { timeout: 120_000 }, async (t) => {
  const page = await open(browser, server.url);
  t.after(() => keepPicture(page, 'same-phone'));
  await ask('POST', '/contacts', { name: 'Зоя Лапина', phone: '+79031112233' });
  const other = await ask('POST', '/contacts', { name: 'Лапина З.' });
  await signIn(page, admin);
  await page.goto(`/contacts/${other.id}`);
  await page.getByRole('button', { name: /^Телефон: / }).click();
  await page.getByRole('textbox', { name: 'Телефон' }).fill('8 903 111-22-33');
  await page.keyboard.press('Enter');
  const hint = page.getByRole('status').filter({ hasText: 'Такой же телефон есть в другой карточке' });
  await hint.getByRole('link', { name: 'Зоя Лапина' }).waitFor();
  await hint.getByRole('button', { name: 'Объединить' }).click();
  await page.getByRole('dialog', { name: 'Объединить контакты' }).getByText('Зоя Лапина').first().waitFor();
  noFaults(page);
});
