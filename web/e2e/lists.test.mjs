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

    const bar = page.getByRole('toolbar', { name: 'Действия с выбранными' });
    await bar.getByRole('button', { name: 'Теги', exact: true }).click();
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
    await page
      .getByRole('toolbar', { name: 'Действия с выбранными' })
      .getByRole('button', { name: 'Этап', exact: true })
      .click();
    const stage = (await api(server, token, 'GET', '/api/v1/pipelines')).items[0].statuses[1];
    await page.getByRole('menuitem', { name: stage.name }).click();
    await eventually('all deals are moved', async () => (await deals()).every((d) => d.status_id === stage.id));

    await page.getByRole('button', { name: 'Виды' }).click();
    const line = page.getByRole('button', { name: /^Открытые/ });
    await eventually('the count of open deals', async () => /12/.test(await line.textContent()));
    await page.getByRole('button', { name: 'Сохранить как вид' }).click();
    await page.getByLabel('Название').fill('Все по имени');
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    const named = page.getByRole('toolbar', { name: 'Вид' }).getByRole('button', { name: 'Все по имени' });
    await named.waitFor();
    await eventually('the panel of views is closed', async () => (await line.count()) === 0);
    await eventually('the view is in the address', () => page.url().includes('saved='));
    await named.click();
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

/** The text a cell shows: the row of a deal by name, the column by its head. */
async function cellOf(page, name, column) {
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  const heads = await page.getByRole('columnheader').allTextContents();
  return row.getByRole('cell').nth(heads.findIndex((h) => h.includes(column)));
}

test('a sheet by keyboard, groups, lost with a reason, two become one', { timeout: 120_000 }, async () => {
  const page = await open(browser, server.url);
  try {
    await signIn(page, admin);
    const names = ['Лист А', 'Лист Б', 'Лист В', 'Лист Г'];
    for (const name of names) await api(server, token, 'POST', '/api/v1/deals', { name, price: 100_000 });
    const filter = encodeURIComponent(JSON.stringify({ field: 'name', op: 'starts', value: 'Лист' }));
    const found = async () => (await api(server, token, 'GET', `/api/v1/deals?filter=${filter}&sort=name`)).items;
    await page.goto(`/deals?view=list&sort=name&filter=${filter}`);

    // The row is walked, then its cells; Enter edits, Tab saves and goes on to the next that can be edited, Esc gives up.
    await page.getByRole('link', { name: 'Лист А', exact: true }).focus();
    const budget = await cellOf(page, 'Лист Б', 'Бюджет');
    for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key);
    await eventually('the cell has the focus', () => budget.evaluate((cell) => cell === document.activeElement));
    await page.keyboard.press('Enter');
    const input = budget.getByRole('textbox');
    await input.waitFor();
    await input.fill('777');
    await page.keyboard.press('Tab');
    await page.getByText('Изменено: Бюджет').waitFor();
    await eventually('the budget is kept', async () => (await found())[1].price === 77_700);
    await (await cellOf(page, 'Лист Б', 'Компания')).getByRole('combobox').waitFor();
    await page.keyboard.press('Escape');
    await eventually('the row is where it was', async () =>
      /Лист Б/.test(await page.getByRole('row').nth(2).textContent()),
    );
    await page.getByRole('button', { name: 'Отменить', exact: true }).click();
    await eventually('the edit is taken back', async () => (await found())[1].price === 100_000);

    // Rows are parted by stage; a head tells how many there are and what they come to, and folds.
    await page.getByRole('button', { name: 'Группировать' }).click();
    await page.getByRole('menuitem', { name: 'Этап', exact: true }).click();
    const head = page.getByRole('button', { name: /^Первичный контакт/ });
    await eventually('the head counts', async () => /4.*4.000/.test(await head.textContent()));
    await page.getByRole('link', { name: 'Лист В', exact: true }).waitFor();
    await head.click();
    await page.getByRole('link', { name: 'Лист В', exact: true }).waitFor({ state: 'detached' });
    await head.click();
    await page.getByRole('button', { name: 'Итоги' }).click();
    await page.getByRole('columnheader', { name: 'Среднее' }).waitFor();
    await page.keyboard.press('Escape');

    // Two of the selection are lost for one reason.
    const { items: reasons } = await api(server, token, 'GET', '/api/v1/loss-reasons');
    await page.getByRole('checkbox', { name: 'Выбрать: Лист В' }).check();
    await page.getByRole('checkbox', { name: 'Выбрать: Лист Г' }).check();
    await page
      .getByRole('toolbar', { name: 'Действия с выбранными' })
      .getByRole('button', { name: 'Этап', exact: true })
      .click();
    const lost = (await api(server, token, 'GET', '/api/v1/pipelines')).items[0].statuses.find(
      (s) => s.kind === 'lost',
    );
    await page.getByRole('menuitem', { name: lost.name }).click();
    const dialog = page.getByRole('dialog', { name: /^2 сделки/ });
    await dialog.getByRole('combobox', { name: 'Причина отказа' }).click();
    await page.getByRole('option', { name: reasons[0].name }).click();
    await dialog.getByLabel('Комментарий').fill('Дорого');
    await dialog.getByRole('button', { name: 'Закрыть сделки' }).click();
    await page.getByText('2 карточки изменены').waitFor();
    assert.deepEqual(
      (await found()).map((d) => d.loss_reason_id),
      [null, null, reasons[0].id, reasons[0].id],
    );

    // The other two become one.
    await page.getByRole('checkbox', { name: 'Выбрать: Лист А' }).check();
    await page.getByRole('checkbox', { name: 'Выбрать: Лист Б' }).check();
    await page.getByRole('button', { name: 'Объединить', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Объединить', exact: true }).click();
    await eventually('one is left of two', async () => (await found()).length === 3);
    noFaults(page);
  } catch (error) {
    await keepPicture(page, 'sheet');
    throw error;
  }
});
