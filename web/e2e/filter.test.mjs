// A filter of two sides is built by hand: fields of the card, of its contact, tasks and events; a view keeps it, the export obeys it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { taken } from './acts.mjs';
import { api, eventually, keepPicture, launch, liveFrames, noFaults, open, signIn, startServer } from './harness.mjs';

const admin = { email: 'anna@example.test', password: 'correct horse battery' };
let server;
let token;
let browser;
let rustam;

const call = (method, path, body) => api(server, token, method, `/api/v1${path}`, body);

before(async () => {
  server = await startServer({ init: { ...admin, company: 'Окна' } });
  token = server.token(admin.email);
  const city = await call('POST', '/fields', { kind: 'contact', type: 'text', name: 'Город' });
  const person = async (name, town) => (await call('POST', '/contacts', { name, fields: { [city.id]: town } })).id;
  const kazan = await person('Рустам', 'Казань');
  rustam = kazan;
  const perm = await person('Пётр', 'Пермь');
  const tomorrow = Math.floor(Date.now() / 1000) + 86_400;
  for (const [name, price, contact, busy] of [
    ['Дорогая в Казани', 200_000_00, kazan, true],
    ['Дешёвая в Казани', 50_000_00, kazan, true],
    ['Дорогая в Перми', 300_000_00, perm, true],
    ['Без задач', 1_000_00, perm, false],
  ]) {
    const deal = await call('POST', '/deals', { name, price, contacts: [{ id: contact }] });
    if (busy)
      await call('POST', '/tasks', { entity: { kind: 'deal', id: deal.id }, text: 'Позвонить', due_at: tomorrow });
    else await call('POST', `/deals/${deal.id}/notes`, { text: 'Перезвонит сам' });
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const pick = async (panel, words, option) => {
  await panel.getByRole('combobox', { name: 'Найти поле' }).fill(words);
  await panel.getByRole('option', { name: option, exact: true }).click();
};

test('two sides with a field of the contact, tasks and events', { timeout: 90_000 }, async () => {
  const page = await open(browser, server.url);
  try {
    await signIn(page, admin);
    await page.goto('/deals?view=list&sort=name');
    await page.getByRole('link', { name: 'Без задач', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Фильтр', exact: true }).click();
    await page.getByRole('button', { name: 'Условия «и / или»…' }).click();
    const panel = page.getByRole('dialog', { name: 'Условия фильтра' });
    await panel.getByRole('radio', { name: 'любое из' }).check();
    await panel.getByRole('button', { name: 'Группа', exact: true }).click();
    await panel.getByRole('button', { name: 'Группа', exact: true }).last().click();
    const groups = panel.getByRole('group', { name: 'Группа условий' });
    await eventually('two groups', async () => (await groups.count()) === 2);
    const add = (at) => groups.nth(at).getByRole('button', { name: 'Условие', exact: true }).click();

    await add(0);
    await pick(panel, 'бюджет', 'Бюджет');
    await panel.getByRole('textbox', { name: 'Бюджет от' }).fill('100000');
    await page.keyboard.press('Enter');
    await add(0);
    await pick(panel, 'контакт город', 'Город');
    await panel.getByRole('textbox', { name: 'Контакт: Город' }).fill('Казань');
    await add(1);
    await pick(panel, 'открытая задача', 'Открытая задача');
    await panel.getByRole('combobox', { name: 'Условие' }).click();
    await page.getByRole('option', { name: 'нет', exact: true }).click();
    await add(1);
    await pick(panel, 'любое событие', 'Любое событие');
    await panel.getByText(/были, за 7 дней/).waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });

    const found = async (names) => {
      for (const name of names) await page.getByRole('link', { name, exact: true }).waitFor();
      await page.getByRole('link', { name: 'Дешёвая в Казани', exact: true }).waitFor({ state: 'hidden' });
      await page.getByRole('link', { name: 'Дорогая в Перми', exact: true }).waitFor({ state: 'hidden' });
    };
    await found(['Без задач', 'Дорогая в Казани']);

    await page.getByRole('button', { name: 'Виды' }).click();
    await page.getByRole('button', { name: 'Сохранить как вид' }).click();
    await page.getByLabel('Название').fill('Куда звонить');
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    // The button bears the name of the view that is shown.
    await page.getByRole('button', { name: 'Куда звонить', exact: true }).click();
    const view = page.getByRole('dialog', { name: 'Виды' }).getByRole('button', { name: /^Куда звонить/ });
    await eventually('the view counts two', async () => /2/.test(await view.textContent()));
    await page.goto('/deals?view=list&sort=name');
    await page.getByRole('link', { name: 'Дешёвая в Казани', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Виды' }).click();
    await view.click();
    await found(['Без задач', 'Дорогая в Казани']);
    await page.reload();
    await found(['Без задач', 'Дорогая в Казани']);
    await page
      .getByRole('button', { name: /Бюджет — от 100/ })
      .first()
      .waitFor();
    await keepPicture(page, 'filter-view');

    await page.getByRole('button', { name: 'Ещё', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Экспорт' }).click();
    await page.getByRole('radio', { name: 'CSV' }).check();
    await page.getByRole('button', { name: 'Собрать файл' }).click();
    const file = await taken(page, () => page.getByRole('link', { name: 'Скачать' }).click());
    const rows = file.bytes.toString('utf8');
    for (const [name, there] of [
      ['Без задач', true],
      ['Дорогая в Казани', true],
      ['Дешёвая в Казани', false],
      ['Дорогая в Перми', false],
    ])
      assert.equal(rows.includes(name), there, name);
    noFaults(page);
  } catch (error) {
    await keepPicture(page, 'filter');
    throw error;
  }
});

test('a condition by keyboard alone; a change of the contact takes its deals out of the list', {
  timeout: 90_000,
}, async () => {
  const page = await open(browser, server.url);
  const live = liveFrames(page);
  try {
    await signIn(page, admin);
    await page.goto('/deals?view=list&sort=name');
    await page.getByRole('link', { name: 'Без задач', exact: true }).waitFor();
    await live.ready();
    await page.getByRole('button', { name: 'Фильтр', exact: true }).focus();
    await page.keyboard.press('Enter');
    const field = page.getByRole('combobox', { name: 'Найти поле' });
    await field.fill('контакт имя');
    await page.getByRole('option', { name: 'Имя', exact: true }).waitFor();
    await page.keyboard.press('Enter');
    const value = page.getByRole('textbox', { name: 'Контакт: Имя' });
    await value.waitFor();
    await eventually('the value has the focus', () => value.evaluate((e) => e === document.activeElement));
    await page.keyboard.type('рустам');
    const chip = page.getByRole('button', { name: /^Контакт: Имя\s*рустам/ });
    await chip.waitFor();
    await page.keyboard.press('Escape');
    await eventually('the chip has the focus', () => chip.evaluate((e) => e === document.activeElement));
    const mine = page.getByRole('link', { name: 'Дорогая в Казани', exact: true });
    await page.getByRole('link', { name: 'Без задач', exact: true }).waitFor({ state: 'hidden' });
    await mine.waitFor();

    await call('PATCH', `/contacts/${rustam}`, { name: 'Пётр' });
    await mine.waitFor({ state: 'hidden' });
    await call('PATCH', `/contacts/${rustam}`, { name: 'Рустам' });
    await mine.waitFor();

    await chip.focus();
    await page.keyboard.press('Delete');
    await page.getByRole('link', { name: 'Без задач', exact: true }).waitFor();
    noFaults(page);
  } catch (error) {
    await keepPicture(page, 'filter-keys');
    throw error;
  }
});
