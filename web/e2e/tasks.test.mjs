// A day of tasks: written in words, dragged on the board, repeating, moved and stretched on the calendar, put off together.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  api,
  colleague,
  drag,
  eventually,
  keepPicture,
  launch,
  noFaults,
  open,
  signIn,
  startServer,
} from './harness.mjs';

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

const moscow = (at) => new Date((at + 3 * 3600) * 1000).toISOString().slice(0, 16).replace('T', ' ');
const day = (ahead) => moscow(Math.floor(Date.now() / 1000) + ahead * 86_400).slice(0, 10);
const tasks = async (query = 'open=true') => (await api(server, token, 'GET', `/api/v1/tasks?${query}`)).items;
const due = async (text) => {
  const found = (await tasks()).find((task) => task.text === text);
  return found ? moscow(found.due_at) : '';
};
const column = (page, name) => page.getByRole('region', { name, exact: true });
const card = (page, text) => page.getByRole('article', { name: text, exact: true });
/** Takes back what a toast tells. */
const undo = (page, text) =>
  page.locator('.toast', { hasText: text }).last().getByRole('button', { name: 'Отменить' }).click();

test('tasks on the board, in the list and on the calendar', { timeout: 120_000 }, async (t) => {
  const page = await open(browser, server.url);
  t.after(() => keepPicture(page, 'tasks'));
  await signIn(page, admin);
  const deal = await api(server, token, 'POST', '/api/v1/deals', { name: 'Поставка кофе' });
  const soon = Math.floor(Date.now() / 1000) - 3600;
  await api(server, token, 'POST', '/api/v1/tasks', {
    text: 'Отправить образцы',
    due_at: soon,
    entity: { kind: 'deal', id: deal.id },
  });

  // A step that fails ends the story: the later ones stand on it.
  const step = async (name, act) => {
    let fault;
    await t.test(name, async () => {
      await act().catch((error) => {
        fault = error;
      });
      if (fault) throw fault;
    });
    if (fault) throw new Error(`the story ends at "${name}"`);
  };
  await step('the words say when', async () => {
    await page.goto('/tasks');
    await page.getByRole('button', { name: 'Новая задача' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Что сделать').fill('Позвонить Марии завтра в 15');
    await dialog.getByRole('button', { name: /^Срок из текста: ?завтра 15:00/ }).waitFor();
    await dialog.getByRole('button', { name: 'Поставить' }).click();
    await column(page, 'Завтра').getByText('Позвонить Марии', { exact: true }).waitFor();
    assert.equal(await due('Позвонить Марии'), `${day(1)} 15:00`);
  });

  await step('a drag on the board changes the day and keeps the time', async () => {
    await drag(page, card(page, 'Позвонить Марии'), column(page, 'Позже'));
    await column(page, 'Позже').getByText('Позвонить Марии', { exact: true }).waitFor();
    const moved = await eventually('it was moved', async () => {
      const at = await due('Позвонить Марии');
      return at > `${day(1)} 15:00` && at;
    });
    assert.match(moved, / 15:00$/);
    await undo(page, '«Позвонить Марии»');
    await column(page, 'Завтра').getByText('Позвонить Марии', { exact: true }).waitFor();
    await eventually('it is back', async () => (await due('Позвонить Марии')) === `${day(1)} 15:00`);
    // The past takes nothing.
    await drag(page, card(page, 'Позвонить Марии'), column(page, 'Просрочены'));
    assert.equal(await column(page, 'Просрочены').getByText('Позвонить Марии').count(), 0);
    assert.equal(await due('Позвонить Марии'), `${day(1)} 15:00`);
  });

  await step('put among the done ones it asks for the result', async () => {
    await drag(page, card(page, 'Отправить образцы'), column(page, 'Сделано сегодня'));
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Результат').fill('Получили');
    await dialog.getByRole('button', { name: 'Выполнить', exact: true }).click();
    await column(page, 'Сделано сегодня').getByText('Получили').waitFor();
  });

  await step('a repeating task comes again when it is done', async () => {
    await page.getByRole('button', { name: 'Новая задача' }).first().click();
    let dialog = page.getByRole('dialog');
    await dialog.getByLabel('Что сделать').fill('Планёрка завтра в 10');
    await dialog.getByRole('button', { name: 'Повтор' }).click();
    await page.getByRole('combobox', { name: 'Повторять' }).click();
    await page.getByRole('option', { name: 'По неделям' }).click();
    await page.keyboard.press('Escape');
    await dialog.getByRole('button', { name: 'Чек-лист' }).click();
    await dialog.getByLabel('Новый пункт').fill('Повестка');
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Поставить' }).click();
    await column(page, 'Завтра').getByText('Планёрка', { exact: true }).waitFor();
    await card(page, 'Планёрка').getByRole('button', { name: 'Выполнить: Планёрка' }).click();
    dialog = page.getByRole('dialog');
    await dialog.getByText(/следующая появится сама/).waitFor();
    await dialog.getByRole('button', { name: 'Выполнить', exact: true }).click();
    await column(page, 'Позже').getByText('Планёрка', { exact: true }).waitFor();
    assert.equal(await due('Планёрка'), `${day(8)} 10:00`);
    assert.equal((await tasks()).find((x) => x.text === 'Планёрка').checklist[0].text, 'Повестка');
  });

  await step('the calendar moves, stretches and makes tasks', async () => {
    await page.goto(`/tasks?view=calendar&span=day&day=${day(1)}`);
    const event = page.locator('[data-task-event]', { hasText: 'Позвонить Марии' });
    await event.waitFor();
    const hold = async (from, by) => {
      await page.mouse.move(from.x, from.y);
      await page.mouse.down();
      await page.mouse.move(from.x, from.y + by / 2, { steps: 6 });
      await page.mouse.move(from.x, from.y + by, { steps: 6 });
      await page.mouse.up();
    };
    let box = await event.boundingBox();
    const label = async (text) => (await page.getByText(text, { exact: true }).first().boundingBox()).y;
    const half = ((await label('16:00')) - (await label('15:00'))) / 2;
    await hold({ x: box.x + 60, y: box.y + 6 }, half * 2);
    await eventually('an hour later', async () => (await due('Позвонить Марии')) === `${day(1)} 16:00`);
    const length = async () => (await tasks()).find((x) => x.text === 'Позвонить Марии').duration;
    box = await event.boundingBox();
    await event.hover();
    await hold({ x: box.x + 300, y: box.y + half - 3 }, half * 2);
    await eventually('an hour longer', async () => (await length()) === 5400);
    await undo(page, /«Позвонить Марии»: 1\sч/);
    await eventually('as it was', async () => (await length()) === 0);
    box = await event.boundingBox();
    await page.mouse.click(box.x + 200, box.y - half * 5);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Что сделать').fill('Обед с Марией');
    await dialog.getByRole('button', { name: 'Поставить' }).click();
    await page.locator('[data-task-event]', { hasText: 'Обед с Марией' }).waitFor();
    assert.equal(await due('Обед с Марией'), `${day(1)} 13:30`);
  });

  await step('people stand side by side, and a drag gives the task to another one', async () => {
    const boris = await colleague(server, token, {
      name: 'Борис Смирнов',
      email: 'boris@example.com',
      password: admin.password,
      is_admin: true,
    });
    const me = (await api(server, token, 'GET', '/api/v1/me')).user.id;
    const whose = async () => (await tasks()).find((x) => x.text === 'Позвонить Марии').responsible_id;
    await page.goto(`/tasks?view=calendar&span=day&day=${day(1)}&who=${me},${boris}`);
    const theirs = page.getByRole('group', { name: 'Борис Смирнов' });
    await theirs.waitFor();
    const event = page.locator('[data-task-event]', { hasText: 'Позвонить Марии' });
    const from = await event.boundingBox();
    const to = await theirs.boundingBox();
    await page.mouse.move(from.x + 40, from.y + 6);
    await page.mouse.down();
    await page.mouse.move(from.x + 80, from.y + 6, { steps: 4 });
    await page.mouse.move(to.x + 60, from.y + 6, { steps: 6 });
    await page.mouse.up();
    await eventually('it is the other’s', async () => (await whose()) === boris);
    await theirs.getByText('Позвонить Марии').waitFor();
    assert.equal(await due('Позвонить Марии'), `${day(1)} 16:00`);
    await undo(page, /Борис Смирнов/);
    await eventually('it is mine again', async () => (await whose()) === me);
    await page.getByRole('group', { name: 'olga' }).getByText('Позвонить Марии').waitFor();
  });

  await step('the working hours of the company say when tomorrow begins', async () => {
    await page.goto('/settings/hours');
    const monday = page.getByLabel('Понедельник: начало');
    await monday.fill('08:00');
    await page.getByRole('button', { name: 'Все рабочие дни как понедельник' }).click();
    for (const name of ['Суббота', 'Воскресенье']) await page.getByRole('checkbox', { name }).check();
    await page.getByRole('button', { name: 'Добавить день' }).click();
    await page.getByLabel('Название').fill('День компании');
    await page.getByLabel('Работаем ли').click();
    await page.getByRole('option', { name: 'Работаем', exact: true }).click();
    await page.getByLabel('День компании: начало').fill('11:30');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.locator('.toast', { hasText: 'Рабочее время изменено' }).waitFor();
    const said = await api(server, token, 'GET', '/api/v1/working-hours');
    assert.deepEqual(said.account.days, [
      { date: day(1), name: 'День компании', spans: [{ from: '11:30', to: '18:00' }] },
    ]);
    await page.goto('/tasks?view=calendar');
    await page.getByRole('button', { name: 'Новая задача' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Что сделать').fill('Сверить счета завтра');
    await dialog.getByRole('button', { name: /^Срок из текста: ?завтра 11:30/ }).waitFor();
    await dialog.getByLabel('Что сделать').fill('Сверить счета через 2 рабочих дня');
    await dialog.getByRole('button', { name: /^Срок из текста: .*08:00/ }).waitFor();
    await dialog.getByRole('button', { name: 'Поставить' }).click();
    await eventually('it was made', async () => (await due('Сверить счета')) === `${day(2)} 08:00`);
    // The other steps count three tasks.
    const made = (await tasks()).find((x) => x.text === 'Сверить счета');
    await api(server, token, 'DELETE', `/api/v1/tasks/${made.id}`);
  });

  await step('many are put off at once, and back', async () => {
    await page.goto('/tasks?view=list');
    await page.getByRole('checkbox', { name: 'Выбрать все показанные' }).check();
    const bar = page.getByRole('toolbar', { name: 'Выбраны 3 задачи' });
    await bar.getByRole('button', { name: 'Перенести' }).click();
    await page.getByRole('menuitem', { name: 'Через неделю' }).click();
    await page.getByText('Изменены 3 задачи').waitFor();
    const days = async () => new Set((await tasks()).map((x) => moscow(x.due_at).slice(0, 10)));
    assert.deepEqual([...(await days())], [day(7)]);
    await undo(page, 'Изменены 3 задачи');
    await eventually('back', async () => (await due('Обед с Марией')) === `${day(1)} 13:30`);
  });
  noFaults(page);
});
