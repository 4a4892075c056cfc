// Rows are selected by keyboard and changed at once, what was done is taken back, and a view keeps what is shown.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, eventually, keepPicture, launch, noFaults, open, signIn, startServer } from './harness.mjs';

const admin = { email: 'anna@example.test', password: 'correct horse battery' };
let server;
let token;
let browser;

before(async () => {
  server = await startServer({ init: { ...admin, company: 'Окна' } });
  token = server.token(admin.email);
  for (let i = 1; i <= 12; i++)
    await api(server, token, 'POST', '/api/v1/deals', { name: `Сделка ${i}`, price: i * 10_000 });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const deals = async () => (await api(server, token, 'GET', '/api/v1/deals?limit=50')).items;

test('many rows at once, and back; a view with its count', { timeout: 90_000 }, async () => {
  const page = await open(browser, server.url);
  try {
    await signIn(page, admin);
    await page.goto('/deals?view=list&sort=name');
    const row = page.getByRole('link', { name: 'Сделка 1', exact: true });
    await row.focus();
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('Выбраны 3 строки').waitFor();

    await page.getByRole('button', { name: 'Теги', exact: true }).click();
    await page.getByLabel('Добавить').fill('важные');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Применить' }).click();
    await page.getByText('3 карточки изменены').waitFor();
    assert.equal((await deals()).filter((d) => d.tags.some((tag) => tag.name === 'важные')).length, 3);
    await page.getByRole('button', { name: 'Отменить', exact: true }).click();
    await page.getByText('Возвращено: 3').waitFor();
    assert.equal((await deals()).filter((d) => d.tags.length > 0).length, 0);

    await row.focus();
    await page.keyboard.press('Control+a');
    await page.getByText('Выбраны все по фильтру: 12').waitFor();
    await page.getByRole('button', { name: 'Этап', exact: true }).last().click();
    const stage = (await api(server, token, 'GET', '/api/v1/pipelines')).items[0].statuses[1];
    await page.getByRole('menuitem', { name: stage.name }).click();
    await eventually('all deals are moved', async () => (await deals()).every((d) => d.status_id === stage.id));

    await page.getByRole('button', { name: 'Виды' }).click();
    const line = page.getByRole('button', { name: /^Открытые/ });
    await eventually('the count of open deals', async () => /12/.test(await line.textContent()));
    await page.getByRole('button', { name: 'Сохранить как вид' }).click();
    await page.getByLabel('Название').fill('Все по имени');
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await page.getByRole('button', { name: /^Все по имени/ }).waitFor();
    await line.click();
    await eventually('the filter is in the address', () => page.url().includes('filter='));
    await page.getByRole('button', { name: 'Виды' }).click();
    await page.getByRole('button', { name: 'Действия с видом «Проигранные»' }).click();
    await page.getByRole('menuitem', { name: 'Открывать список с него' }).click();
    await page.getByText('начальный').waitFor();
    await page.goto('/deals?view=list');
    await page.getByText('Под фильтр ничего не подходит').waitFor();
    noFaults(page);
  } catch (error) {
    await keepPicture(page, 'lists');
    throw error;
  }
});
