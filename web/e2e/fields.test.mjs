// Fields that compute, lead elsewhere, and are not for everybody: made from the card, refused when they repeat, unseen by a role.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, colleague, eventually, keepPicture, launch, noFaults, open, signIn, startServer } from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery' };
const ivan = { email: 'ivan@example.com', password: 'battery horse correct' };
const ALL = { view: 'all', create: 'all', edit: 'all', delete: 'all', export: 'all' };
let server;
let browser;
let page;
let call;
let deal;

before(async () => {
  server = await startServer({ init: { company: 'Ромашка', ...admin } });
  browser = await launch();
  const token = server.token(admin.email);
  call = (method, path, body) => api(server, token, method, `/api/v1${path}`, body);
  const role = await call('POST', '/roles', {
    name: 'Продавец',
    rights: { entities: { deal: ALL, contact: ALL, company: ALL, task: ALL } },
  });
  await colleague(server, token, { name: 'Иван Козлов', ...ivan, role_id: role.id });
  await call('POST', '/contacts', { name: 'Анна Смирнова' });
  await call('POST', '/fields', { kind: 'deal', type: 'number', name: 'Площадь' });
  deal = await call('POST', '/deals', { name: 'Кухня', price: 100_000_00 });
  page = await open(browser, server.url);
  await signIn(page, admin);
});
after(async () => {
  if (page) await keepPicture(page, 'fields');
  await browser?.close();
  await server?.stop();
});

async function newField(name, type, more) {
  await page.getByRole('button', { name: 'Добавить поле' }).click();
  const dialog = page.getByRole('dialog', { name: 'Новое поле' });
  await dialog.getByRole('textbox', { name: 'Название' }).fill(name);
  await dialog.getByRole('combobox', { name: 'Тип' }).click();
  await page.getByRole('option', { name: type, exact: true }).click();
  await more(dialog);
  await dialog.getByRole('button', { name: 'Создать' }).click();
  await dialog.waitFor({ state: 'detached' });
}

test('a formula made on the card is computed at once and after every change', async () => {
  await page.goto(`/deals/${deal.id}`);
  await newField('Цена метра', 'Формула', async (dialog) => {
    const text = dialog.getByRole('textbox', { name: 'Формула' });
    await text.fill('{Бюджет} / {Площадь} +');
    await dialog.getByRole('button', { name: 'Создать' }).click();
    await dialog.getByText('формула обрывается').waitFor();
    await text.fill('{Бюджет} / {Площадь}');
  });
  await page.getByRole('button', { name: /^Площадь/ }).click();
  await page.getByRole('textbox', { name: 'Площадь' }).fill('20');
  await page.keyboard.press('Enter');
  await page.getByText(/^5.000.₽$/).waitFor();
  const [field] = (await call('GET', '/fields?kind=deal')).fields.filter((f) => f.name === 'Цена метра');
  assert.equal(field.settings.result, 'money');
  assert.deepEqual((await call('GET', `/deals/${deal.id}`)).fields[field.id], [5_000_00]);
  noFaults(page);
});

test('a linked person is found by typing and leads to their card', async () => {
  await newField('Рекомендатель', 'Ссылка на карточку', async (dialog) => {
    await dialog.getByRole('combobox', { name: 'На что ссылается' }).click();
    await page.getByRole('option', { name: 'Контакт' }).click();
    await page.keyboard.press('Escape');
  });
  await page.getByRole('button', { name: /^Рекомендатель/ }).click();
  await page.getByRole('combobox', { name: 'Рекомендатель' }).fill('смирн');
  await page.getByRole('option', { name: /Анна Смирнова/ }).click();
  await page.getByRole('combobox', { name: 'Рекомендатель' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Убрать: Анна Смирнова' }).waitFor();
  await page.getByRole('button', { name: /^Площадь/ }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Открыть: Анна Смирнова' }).waitFor();
  noFaults(page);
});

test('a value that must not repeat is refused by the name of the card that has it', async () => {
  const number = await call('POST', '/fields', {
    kind: 'deal',
    type: 'text',
    name: 'Номер договора',
    settings: { unique: true },
  });
  await call('POST', '/deals', { name: 'Шкаф', fields: { [number.id]: ['А-1'] } });
  await page.goto(`/deals/${deal.id}`);
  await page.getByRole('button', { name: /^Номер договора/ }).click();
  await page.getByRole('textbox', { name: 'Номер договора' }).fill('а-1');
  await page.keyboard.press('Enter');
  await page.getByText('уже стоит в карточке «Шкаф»').first().waitFor();
});

test('a role from which a field is hidden does not see it', async () => {
  await page.goto('/settings/fields?kind=deal');
  await page
    .getByRole('button', { name: /^Площадь/ })
    .first()
    .click();
  const sheet = page.getByRole('dialog', { name: 'Площадь' });
  await sheet.getByRole('combobox', { name: 'Продавец' }).click();
  await page.getByRole('option', { name: 'Не видит' }).click();
  await sheet.getByRole('button', { name: 'Сохранить' }).click();
  await sheet.waitFor({ state: 'detached' });
  const his = await open(browser, server.url);
  await signIn(his, ivan);
  await his.goto(`/deals/${deal.id}`);
  await his.getByText('Цена метра').first().waitFor();
  assert.equal(await his.getByText('Площадь').count(), 0);
  noFaults(his);
});

test('an import adds the choices its cells name, when that is wished', async () => {
  const list = await call('POST', '/fields', { kind: 'deal', type: 'list', name: 'Отрасль', options: ['Стройка'] });
  await page.goto('/import');
  await page.setInputFiles('input[type=file]', {
    name: 'branches.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('Сделка;Отрасль\nОкна;Стройка\nДвери;Торговля\nПолы;Ремонт\n'),
  });
  await page.getByText('В списке нет вариантов: «Торговля», «Ремонт».').waitFor();
  const adds = page.getByRole('checkbox', { name: 'Добавить варианты в поле' });
  assert.equal(await adds.isChecked(), false);
  await page.getByText('В 2 часть значений не прочитана.').waitFor();
  await adds.click();
  await page.getByText('В 2 часть значений не прочитана.').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: /^Загрузить 3/ }).click();
  await eventually('the choices are there', async () => {
    const set = await call('GET', '/fields?kind=deal');
    return set.fields.find((f) => f.id === list.id).options.length === 3;
  });
  noFaults(page);
});
