// The whole story, by hand in Russian: a spreadsheet becomes deals on a board, a moved deal makes a task, everybody sees it,
// a webhook tells others.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { choose, firstRun, load, taken, upload } from './acts.mjs';
import {
  api,
  colleague,
  drag,
  eventually,
  keepPicture,
  launch,
  noFaults,
  open,
  root,
  signIn,
  startServer,
} from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery' };
const ivan = { email: 'ivan@example.com', password: 'battery horse correct' };
const FROM = 'Первичный контакт';
const TO = 'Переговоры';
let server;
let browser;
let receiver;

before(async () => {
  server = await startServer({ flags: ['--allow-private-webhooks'] });
  browser = await launch();
  receiver = await startReceiver();
});
after(async () => {
  await browser?.close();
  await receiver?.stop();
  await server?.stop();
});

test('the whole story in Russian', { timeout: 1_200_000 }, async (t) => {
  const page = await open(browser, server.url);
  const other = await open(browser, server.url);
  t.after(() => Promise.all([keepPicture(page, 'story'), keepPicture(other, 'story-colleague')]));
  let broken = false;
  const step = (name, fn) =>
    t.test(name, { skip: broken }, async () => {
      broken = true;
      await fn();
      broken = false;
    });
  let token;
  let deal;
  const column = (name, where = page) => where.getByRole('region', { name, exact: true });
  const card = (where = page) => where.locator(`[data-card="${deal}"]`);

  await step('the first visit is a wizard', async () => {
    await firstRun(page, { lang: 'ru', company: 'Ромашка', name: 'Ольга Семёнова', ...admin });
    token = server.token(admin.email);
    await colleague(server, token, { name: 'Иван Козлов', ...ivan, is_admin: true });
  });

  await step('a spreadsheet is uploaded, understood and previewed', async () => {
    await upload(page, join(root, 'testdata', 'samples', 'clients-ru.xlsx'));
    await page.getByRole('button', { name: /^Загрузить \d/ }).waitFor();
    await page.getByText(/Первые 20 строк/).waitFor();
  });

  await step('it becomes cards; the report names what could not be read', async () => {
    await load(page, 'ru');
    await page
      .getByText(/import_\d{4}-\d\d-\d\d/)
      .first()
      .waitFor();
    await page.getByText('«31.02.2025»: такой даты нет').first().waitFor();
  });

  await step('refused rows come back as a file that can be sent again', async () => {
    const rows = 'ФИО;Телефон;Должность\nАнна Тихонова;+7 916 111-11-11;снабженец\n;;шофёр\n';
    await upload(page, { name: 'люди.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
    await load(page, 'ru');
    const file = await taken(page, () => page.getByRole('link', { name: 'Скачать отклонённые' }).click());
    assert.match(file.name, /\.xlsx$/);
    await upload(page, { name: 'исправленные.xlsx', mimeType: '', buffer: file.bytes });
    await page.getByText('шофёр').first().waitFor();
  });

  await step('the deals stand on the board', async () => {
    await page.goto('/deals?view=board&sort=-updated_at');
    await column(FROM).locator('[data-card]').first().waitFor();
    deal = Number(await column(FROM).locator('[data-card]').first().getAttribute('data-card'));
    await page.getByText(/\d сдел\S+: .*₽/).waitFor();
  });

  await step('a colleague sees a dragged card move, without reloading', async () => {
    await signIn(other, ivan);
    await other.goto('/deals?view=board&sort=-updated_at');
    await card(other).waitFor();
    const before = await column(TO, other)
      .getByText(/\d сдел/)
      .textContent();
    await drag(page, card(), column(TO));
    await column(TO).locator(`[data-card="${deal}"]`).waitFor();
    await column(TO, other).locator(`[data-card="${deal}"]`).waitFor();
    await eventually(
      'the count of the column follows',
      async () =>
        (await column(TO, other)
          .getByText(/\d сдел/)
          .textContent()) !== before,
    );
  });

  await step('within a second', async () => {
    const { statuses } = (await api(server, token, 'GET', '/api/v1/bootstrap')).pipelines[0];
    const times = [];
    for (const status of [statuses[0], statuses[1], statuses[0], statuses[1], statuses[0]]) {
      await api(server, token, 'POST', `/api/v1/deals/${deal}/move`, { status_id: status.id });
      const begun = performance.now();
      await column(status.name, other).locator(`[data-card="${deal}"]`).waitFor();
      times.push(Math.round(performance.now() - begun));
    }
    t.diagnostic(`a move was seen after ${times.join(', ')} ms`);
    assert.ok(Math.min(...times) < 1000, `the quickest of five took ${Math.min(...times)} ms`);
  });

  const sheet = page.getByRole('dialog').first();
  await step('the card: a field is edited in place', async () => {
    await card().getByRole('link').first().click();
    await sheet.getByRole('button', { name: /^Бюджет/ }).click();
    await sheet.getByRole('textbox', { name: 'Бюджет' }).fill('123456');
    await page.keyboard.press('Enter');
    await sheet
      .getByRole('button', { name: /^Бюджет/ })
      .getByText('123 456 ₽')
      .waitFor();
    await card(other).getByText('123 456 ₽').waitFor();
  });

  await step('a custom field is added from the card and filled in', async () => {
    await sheet.getByRole('button', { name: 'Добавить поле' }).click();
    const dialog = page.getByRole('dialog', { name: 'Новое поле' });
    await dialog.getByLabel('Название').fill('Дата замера');
    await choose(page, dialog.getByRole('combobox', { name: 'Тип' }), 'Дата');
    await dialog.getByRole('button', { name: 'Создать' }).click();
    await dialog.waitFor({ state: 'detached' });
    await sheet.getByRole('button', { name: /^Дата замера/ }).click();
    await sheet.getByRole('textbox', { name: 'Дата замера' }).fill('15.03.2027');
    await page.keyboard.press('Enter');
    await sheet
      .getByRole('button', { name: /^Дата замера/ })
      .getByText(/15\sмар/)
      .waitFor();
  });

  await step('a note and a task; the task is done with a result', async () => {
    await sheet.getByRole('textbox', { name: 'Заметка' }).fill('Просит образцы ткани');
    await sheet.getByRole('button', { name: 'Добавить', exact: true }).click();
    await sheet.getByText('Просит образцы ткани').first().waitFor();
    await sheet.getByRole('radio', { name: 'Задача' }).check();
    await sheet.getByRole('textbox', { name: 'Что сделать' }).fill('Отправить образцы завтра в 15');
    await sheet.getByRole('button', { name: 'Поставить' }).click();
    const tasks = sheet.getByRole('region', { name: 'Открытые задачи' });
    await tasks.getByText('завтра 15:00').waitFor();
    await tasks.getByRole('button', { name: /Выполнить: Отправить образцы/ }).click();
    const result = page.getByRole('dialog', { name: 'Задача выполнена' });
    await result.getByRole('textbox', { name: 'Результат' }).fill('Курьер забрал');
    await result.getByRole('button', { name: 'Выполнить', exact: true }).click();
    await sheet.getByText('Курьер забрал').waitFor();
    await tasks.waitFor({ state: 'detached' });
  });

  await step('to the contact, to the company, and back', async () => {
    const name = await page.evaluate(async (id) => (await (await fetch(`/api/v1/deals/${id}`)).json()).name, deal);
    const person = sheet.locator('a[href^="/contacts/"]').first();
    const personName = (await person.textContent()).trim();
    await person.click();
    await page.waitForURL(/\/contacts\/\d+/);
    await page.getByRole('heading', { name: personName, level: 1 }).waitFor();
    await page.locator('a[href^="/deals/"]').filter({ hasText: name }).first().click();
    await page.getByRole('heading', { name, level: 1 }).waitFor();
    const firm = page.locator('main a[href^="/companies/"]').first();
    if ((await firm.count()) > 0) {
      const firmName = (await firm.textContent()).trim();
      await firm.click();
      await page.getByRole('heading', { name: firmName, level: 1 }).waitFor();
      await page.goBack();
      await page.getByRole('heading', { name, level: 1 }).waitFor();
    }
  });

  await step('a rule is set up', async () => {
    await page.goto('/settings/rules');
    await page.getByRole('button', { name: 'Задача при смене этапа' }).click();
    await choose(page, page.getByRole('combobox', { name: /^Этап/ }), TO);
    await page.getByLabel('Название правила').fill('Перезвонить после заявки');
    await page.getByRole('button', { name: /^Создать/ }).click();
    await page.getByRole('switch', { name: 'Включено' }).first().waitFor();
  });

  await step('a webhook is set up; its secret is shown once', async () => {
    await page.goto('/settings/webhooks');
    await page.getByRole('button', { name: 'Новый вебхук' }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Адрес').fill(`${receiver.url}/hook`);
    await form.getByLabel('Название').fill('Склад');
    const whole = form.getByRole('checkbox', { name: 'Все события: Сделки' });
    if (!(await whole.isChecked())) await whole.click();
    await form.getByRole('button', { name: 'Создать' }).click();
    receiver.secret = await page.getByRole('textbox', { name: 'Секрет' }).inputValue();
    await page.getByRole('button', { name: 'Я сохранил секрет' }).click();
  });

  await step('moving a deal makes the task once, and the feed says which rule did', async () => {
    receiver.fail(2);
    await page.goto('/deals?view=board&sort=-updated_at');
    await drag(page, card(), column(TO));
    await column(TO).locator(`[data-card="${deal}"]`).waitFor();
    await card().getByRole('link').first().click();
    await sheet.getByText(/Правило «Перезвонить после заявки» поставило задачу/).waitFor();
    await sheet.getByRole('region', { name: 'Открытые задачи' }).getByText('поставлена правилом').waitFor();
    await api(server, token, 'PATCH', `/api/v1/deals/${deal}`, { price: 1_000_00 });
    const { items } = await api(server, token, 'GET', `/api/v1/tasks?kind=deal&entity_id=${deal}`);
    assert.equal(items.filter((task) => task.trigger_id).length, 1, 'one move, one task');
    await other.getByRole('article', { name: /Связаться по сделке/ }).waitFor();
  });

  await step('the webhook failed at first, was tried again, and is signed', async () => {
    const moved = await eventually(
      'the move arrives',
      () =>
        receiver.got.find(
          (d) => d.ok && d.body.event.kind === 'deal.status_changed' && d.body.event.entity.id === deal,
        ),
      60_000,
    );
    assert.ok(moved.signed, 'the signature is right');
    assert.ok(Number(moved.headers['x-voronka-attempt']) > 1, 'it was tried again');
    assert.equal(moved.body.account.subdomain.length > 0, true);
    const refused = receiver.got.find(
      (d) => !d.ok && d.headers['x-voronka-delivery'] === moved.headers['x-voronka-delivery'],
    );
    assert.ok(refused, 'the same delivery was refused before');
  });

  await step('its deliveries can be read and sent again', async () => {
    await page.goto('/settings/webhooks');
    await page.getByText('Склад').first().click();
    const row = page.locator('details').filter({ hasText: 'смена этапа' }).filter({ hasText: 'Доставлено' }).first();
    await row.locator('summary').click();
    const count = receiver.got.length;
    const sent = new Set(receiver.got.map((d) => d.headers['x-voronka-delivery']));
    await row.getByRole('button', { name: 'Отправить ещё раз' }).click();
    const again = await eventually('the replay arrives', () =>
      receiver.got.slice(count).find((d) => !sent.has(d.headers['x-voronka-delivery'])),
    );
    assert.ok(again.signed);
    assert.equal(again.body.event.kind, 'deal.status_changed');
  });

  noFaults(page, other);
});

/** Somebody's server: refuses the first calls when told so, checks every signature. */
async function startReceiver() {
  const state = { got: [], secret: '', failing: 0 };
  const server = createServer((request, answer) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const raw = Buffer.concat(parts).toString();
      const mac = createHmac('sha256', state.secret)
        .update(`${request.headers['x-voronka-timestamp']}.${raw}`)
        .digest('hex');
      const ok = state.failing <= 0;
      state.failing -= 1;
      state.got.push({
        ok,
        headers: request.headers,
        body: JSON.parse(raw),
        signed: request.headers['x-voronka-signature'] === `sha256=${mac}`,
      });
      answer.writeHead(ok ? 200 : 500).end();
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return Object.assign(state, {
    url: `http://127.0.0.1:${server.address().port}`,
    fail: (times) => {
      state.failing = times;
    },
    stop: () => new Promise((done) => server.close(done)),
  });
}
