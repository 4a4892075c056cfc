// What lies deeper in the cards and settings: old pages of the feed, notes changed and pinned, what a stage asks for, two
// people at one field, the condition of a rule, a colleague who leaves.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { choose } from './acts.mjs';
import { api, colleague, eventually, keepPicture, launch, noFaults, open, signIn, startServer } from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery' };
const ivan = { email: 'ivan@example.com', password: 'battery horse correct' };
let server;
let browser;
let token;
let call;
let stages;

before(async () => {
  server = await startServer({ init: { company: 'Ромашка', ...admin, lang: 'ru' } });
  browser = await launch();
  token = server.token(admin.email);
  call = (method, path, body) => api(server, token, method, `/api/v1${path}`, body);
  stages = (await call('GET', '/bootstrap')).pipelines[0].statuses;
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

async function page(t, name) {
  const made = await open(browser, server.url);
  t.after(() => keepPicture(made, `depth-${name}`));
  await signIn(made, admin);
  return made;
}

const deal = (name, more = {}) => call('POST', '/deals', { name, status_id: stages[0].id, ...more });

test('older entries of a feed come above and move nothing', { timeout: 300_000 }, async (t) => {
  const made = await deal('Длинная история');
  for (let i = 1; i <= 120; i++) await call('POST', `/deals/${made.id}/notes`, { text: `Заметка номер ${i}` });
  const where = await page(t, 'feed');
  await where.goto(`/deals/${made.id}`);
  const feed = where.locator('[data-feed]');
  await feed.getByText('Заметка номер 120', { exact: true }).waitFor();
  const oldest = async () => Number(/\d+$/.exec(await feed.locator('article p').first().innerText())?.[0]);
  const before = await oldest();
  assert.ok(before > 1, 'a first page is not the whole history');
  // Up to the oldest loaded one; what is above it comes by itself, and it stays where it is.
  const anchor = feed.getByText(`Заметка номер ${before}`, { exact: true });
  await anchor.scrollIntoViewIfNeeded();
  const y = (await anchor.boundingBox()).y;
  await eventually('older ones come', async () => (await oldest()) < before);
  assert.ok(Math.abs((await anchor.boundingBox()).y - y) <= 2, 'what is read stays in its place');
  await eventually('the whole history comes', async () => {
    await feed.locator('article').first().scrollIntoViewIfNeeded();
    return (await oldest()) === 1;
  });
  noFaults(where);
});

test('a note is changed, pinned and unpinned', { timeout: 120_000 }, async (t) => {
  const made = await deal('Сделка с заметкой');
  await call('POST', `/deals/${made.id}/notes`, { text: 'Звонить после обеда' });
  const where = await page(t, 'note');
  await where.goto(`/deals/${made.id}`);
  const note = where.locator('[data-feed]').getByRole('article', { name: /^Заметка/ });
  const same = where.getByRole('article').filter({ hasText: 'Звонить до обеда' });
  const act = async (name) => {
    await note.getByRole('button', { name: 'Действия с заметкой' }).click();
    await where.getByRole('menuitem', { name, exact: true }).click();
  };
  await act('Изменить');
  await note.getByRole('textbox', { name: 'Текст заметки' }).fill('Звонить до обеда');
  await where.keyboard.press('Control+Enter');
  await note.getByText('Звонить до обеда').waitFor();
  await note.getByText(/^изменено/).waitFor();
  await act('Закрепить сверху');
  await eventually('it stands on top too', async () => (await same.count()) === 2);
  await act('Открепить');
  await eventually('it stands in its place alone', async () => (await same.count()) === 1);
  const { items } = await call('GET', `/deals/${made.id}/feed?limit=20`);
  assert.ok(items.some((e) => JSON.stringify(e).includes('Звонить до обеда')));
  noFaults(where);
});

test('a stage asks for its field, on the card and on the board', { timeout: 120_000 }, async (t) => {
  const field = await call('POST', '/fields', {
    kind: 'deal',
    type: 'text',
    name: 'Номер договора',
    requirements: [{ pipeline_id: stages[1].pipeline_id, status_id: stages[1].id }],
  });
  const first = await deal('Нужен договор');
  const second = await deal('Нужен ещё один');
  const where = await page(t, 'gate');
  await where.goto(`/deals/${first.id}`);
  const go = `Перевести в «${stages[1].name}»`;
  await where.getByRole('list', { name: 'Этап сделки' }).getByRole('button', { name: go }).click();
  const asks = where.getByRole('dialog', { name: go });
  await asks.getByText('Для этого этапа нужно заполнить:').waitFor();
  await asks.getByRole('button', { name: go }).click();
  await asks.getByRole('alert').waitFor();
  await asks.getByLabel('Номер договора').fill('Д-17');
  await asks.getByRole('button', { name: go }).click();
  await asks.waitFor({ state: 'detached' });
  await where
    .getByRole('button', { name: /^Номер договора/ })
    .getByText('Д-17')
    .waitFor();
  await eventually('it is there', async () => (await call('GET', `/deals/${first.id}`)).status_id === stages[1].id);

  await where.goto('/deals?view=board');
  const card = where.locator(`[data-card="${second.id}"]`);
  await card.focus();
  await where.keyboard.press('m');
  await where.getByRole('menuitem', { name: stages[1].name, exact: true }).click();
  const form = where.getByRole('dialog', { name: `Этап «${stages[1].name}»` });
  await form.getByLabel('Номер договора').fill('Д-18');
  await form.getByRole('button', { name: 'Переместить' }).click();
  await where
    .getByRole('region', { name: stages[1].name, exact: true })
    .locator(`[data-card="${second.id}"]`)
    .waitFor();
  const moved = await eventually('it has moved', async () => {
    const now = await call('GET', `/deals/${second.id}`);
    return now.status_id === stages[1].id && now;
  });
  assert.deepEqual(moved.fields[field.id], ['Д-18']);
  noFaults(where);
});

test('two people at one field: one is asked which value stands', { timeout: 120_000 }, async (t) => {
  const made = await deal('Спорная', { price: 100_00 });
  const where = await page(t, 'conflict');
  // This page hears nothing of others, as on a train.
  await where.routeWebSocket(/\/live\//, () => {});
  await where.goto(`/deals/${made.id}`);
  const budget = where.getByRole('button', { name: /^Бюджет/ });
  const write = async (sum) => {
    await budget.click();
    await where.getByRole('textbox', { name: 'Бюджет' }).fill(sum);
    await where.keyboard.press('Enter');
  };
  const asks = where.getByRole('dialog', { name: 'Пока вы редактировали, это изменили' });
  await budget.waitFor();
  await call('PATCH', `/deals/${made.id}`, { price: 200_00 });
  await write('300');
  await asks.getByText('200 ₽').waitFor();
  await asks.getByText('300 ₽').waitFor();
  await asks.getByRole('button', { name: 'Сохранить моё' }).click();
  await eventually('mine stands', async () => (await call('GET', `/deals/${made.id}`)).price === 300_00);
  await budget.getByText('300 ₽').waitFor();
  await call('PATCH', `/deals/${made.id}`, { price: 400_00 });
  await write('500');
  await asks.getByRole('button', { name: 'Оставить как есть' }).click();
  await budget.getByText('400 ₽').waitFor();
  assert.equal((await call('GET', `/deals/${made.id}`)).price, 400_00);
  noFaults(where);
});

test('a rule keeps its condition and holds to it', { timeout: 120_000 }, async (t) => {
  const where = await page(t, 'rule');
  await where.goto('/settings/rules');
  await where.getByRole('button', { name: 'Задача при смене этапа' }).click();
  await choose(where, where.getByRole('combobox', { name: /^Этап/ }), stages[2].name);
  await where.getByLabel('Название правила').fill('Крупные сделки');
  await where.getByRole('button', { name: 'Фильтр', exact: true }).click();
  await where.getByRole('option', { name: 'Бюджет', exact: true }).click();
  await where.getByRole('textbox', { name: 'Бюджет от' }).fill('1000');
  await where.keyboard.press('Enter');
  await where.keyboard.press('Escape');
  await where.getByRole('button', { name: /^Бюджет\s*от/ }).waitFor();
  await where.getByRole('button', { name: /^Создать/ }).click();
  await where.getByRole('switch', { name: 'Включено' }).first().waitFor();
  await where.reload();
  await where.getByText('Крупные сделки').first().click();
  await where
    .getByRole('button', { name: /^Бюджет\s*от/ })
    .getByText(/1.000/)
    .waitFor();
  const small = await deal('Мелкая', { price: 500_00 });
  const large = await deal('Крупная', { price: 5000_00 });
  const field = (await call('GET', '/bootstrap')).fields.deal.fields.find((f) => f.name === 'Номер договора');
  for (const one of [small, large])
    await call('POST', `/deals/${one.id}/move`, {
      status_id: stages[2].id,
      ...(field ? { fields: { [field.id]: ['Д-1'] } } : {}),
    });
  const tasks = async (one) => (await call('GET', `/tasks?kind=deal&entity_id=${one.id}`)).items.length;
  await eventually('the large one gets a task', async () => (await tasks(large)) === 1);
  assert.equal(await tasks(small), 0, 'the small one gets none');
  noFaults(where);
});

test('a colleague leaves, and all of theirs goes to another', { timeout: 120_000 }, async (t) => {
  const id = await colleague(server, token, { name: 'Иван Козлов', ...ivan, is_admin: true });
  const theirs = await deal('Сделка Ивана', { responsible_id: id });
  const where = await page(t, 'leave');
  await where.goto('/settings/users');
  await where.getByRole('button', { name: 'Иван Козлов' }).click();
  await where.getByRole('dialog').getByRole('button', { name: 'Отключить' }).click();
  const asks = where.getByRole('dialog', { name: 'Отключить сотрудника «Иван Козлов»?' });
  await choose(where, asks.getByRole('combobox', { name: 'Преемник' }), /olga/i);
  await asks.getByRole('button', { name: 'Отключить' }).click();
  await where.getByText(/Отключены · 1/).waitFor();
  const owner = (await call('GET', '/me')).user.id;
  await eventually(
    'the deal has a new owner',
    async () => (await call('GET', `/deals/${theirs.id}`)).responsible_id === owner,
  );
  const refused = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: ivan.email, password: ivan.password }),
  });
  assert.ok(refused.status >= 400, 'they cannot sign in any more');
  noFaults(where);
});
