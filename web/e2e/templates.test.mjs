// What a person sets up once and finds again: a template of imports, fields on the board's cards, how likely a stage is to end in a sale.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { api, eventually, keepPicture, launch, noFaults, open, root, signIn, startServer } from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery' };
let server;
let browser;
let page;

before(async () => {
  server = await startServer({ init: { company: 'Ромашка', ...admin } });
  browser = await launch();
  page = await open(browser, server.url);
  await signIn(page, admin);
});
after(async () => {
  if (page) await keepPicture(page, 'templates');
  await browser?.close();
  await server?.stop();
});

test('a plan is saved as a template and laid over the next table', async () => {
  await page.goto('/import');
  await page.setInputFiles('input[type=file]', join(root, 'testdata', 'samples', 'clients-ru.xlsx'));
  const template = page.getByRole('button', { name: 'Шаблон', exact: true });
  await page.getByRole('checkbox', { name: 'Заменять заполненное' }).check();
  await template.click();
  await page.getByRole('menuitem', { name: 'Сохранить как шаблон' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill('Клиенты с сайта');
  await page.getByRole('dialog').getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('Шаблон «Клиенты с сайта» сохранён').waitFor();

  await page.goto('/import');
  await page.getByText('Клиенты с сайта').waitFor();
  await page.setInputFiles('input[type=file]', {
    name: 'new.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Телефон;ФИО клиента;Рост\n+79161112233;Анна;170\n'),
  });
  await page.getByRole('checkbox', { name: 'Заменять заполненное' }).waitFor();
  assert.equal(await page.getByRole('checkbox', { name: 'Заменять заполненное' }).isChecked(), false);
  await template.click();
  await page.getByRole('menuitem', { name: 'Клиенты с сайта' }).click();
  await page.getByText('Применён шаблон «Клиенты с сайта»').waitFor();
  await eventually('the plan of the template is laid', () =>
    page.getByRole('checkbox', { name: 'Заменять заполненное' }).isChecked(),
  );

  await page.goto('/import');
  await page.getByRole('button', { name: 'Действия шаблона «Клиенты с сайта»' }).click();
  await page.getByRole('menuitem', { name: 'Удалить' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Удалить' }).click();
  await page.getByText('Шаблон «Клиенты с сайта» удалён').waitFor();
  noFaults(page);
});

test('cards show the fields chosen for the pipeline, and a column weighs its sum', async () => {
  const token = server.token(admin.email);
  const call = (method, path, body) => api(server, token, method, `/api/v1${path}`, body);
  const size = await call('POST', '/fields', { kind: 'deal', type: 'text', name: 'Размер' });
  const [pipeline] = (await call('GET', '/bootstrap')).pipelines;
  const [stage] = pipeline.statuses;
  await call('POST', '/deals', { name: 'Большая', price: 10_000_00, fields: { [size.id]: ['XXL'] } });

  await page.goto('/settings/pipelines');
  await page.getByRole('combobox', { name: 'Поля на карточках доски' }).click();
  await page.getByRole('option', { name: 'Размер' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: `Ещё: ${stage.name}` }).click();
  await page.getByRole('menuitem', { name: 'Настроить этап' }).click();
  await page.getByLabel('Вероятность продажи').fill('25');
  await page.getByLabel('Залежалась через, дней').fill('7');
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByText('залежалась через 7 дней').waitFor();

  await page.goto('/deals?view=board');
  const card = page.locator('[data-card]').first();
  await card.getByText('Размер: XXL').waitFor();
  await page
    .getByText(/^10.000/)
    .first()
    .hover();
  await page.getByText(/С учётом вероятности 25/).waitFor();
  noFaults(page);
});
