// Anna gives Boris a task: his bell rings at once, the task reminds him, he ticks it off where it stands. Then he forgets
// his password, and a letter lets him in again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, colleague, eventually, keepPicture, launch, noFaults, open, signIn, startServer } from './harness.mjs';
import { smtpSink } from './smtpSink.mjs';

const admin = { email: 'anna@example.com', password: 'correct horse battery' };
const boris = { name: 'Борис Лосев', email: 'boris@example.com', password: 'another horse battery' };
let server;
let sink;
let browser;
let token;

before(async () => {
  sink = await smtpSink();
  server = await startServer({ init: admin, flags: ['--allow-private-webhooks'] });
  token = server.token(admin.email);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
  await sink?.stop();
});

test('a task rings the bell, reminds, and a letter opens a forgotten door', async () => {
  const his = await open(browser, server.url);
  const hers = await open(browser, server.url);
  try {
    await story(his, hers);
    noFaults(his, hers);
  } catch (error) {
    await keepPicture(his, 'notices-his');
    await keepPicture(hers, 'notices-hers');
    throw error;
  }
});

async function story(his, hers) {
  // The mail server is set in the settings and proves itself with a letter.
  await signIn(hers, admin);
  await hers.goto('/settings/mail');
  await hers.getByLabel('Сервер', { exact: true }).fill('127.0.0.1');
  await hers.getByLabel('Защита').click();
  await hers.getByRole('option', { name: /Без защиты/ }).click();
  await hers.getByLabel('Порт').fill(String(sink.port));
  await hers.getByLabel('Адрес отправителя').fill('crm@example.com');
  await hers.getByRole('button', { name: 'Сохранить' }).click();
  await hers.getByRole('button', { name: 'Отправить письмо мне' }).click();
  await sink.letter(admin.email, /проверка почтового сервера/);

  const id = await colleague(server, token, { ...boris, is_admin: true });
  await sink.letter(boris.email, /\/invite\//);

  // A task of hers is on his bell at once.
  await signIn(his, boris);
  await his.goto('/tasks');
  const bell = his.getByRole('button', { name: /^Уведомления/ });
  await bell.waitFor();
  const live = his.waitForEvent('websocket').catch(() => undefined);
  await Promise.race([live, his.waitForLoadState('networkidle')]);
  const due = Math.floor(Date.now() / 1000) + 4;
  await api(server, token, 'POST', '/api/v1/tasks', { text: 'Позвонить в «Окна»', responsible_id: id, due_at: due });
  await his.locator('[data-unread="1"]').first().waitFor();
  await sink.letter(boris.email, /Позвонить в «Окна»/);

  // The reminder comes within the minute.
  await his.locator('[data-unread="2"]').first().waitFor({ timeout: 60_000 });
  await his.keyboard.press('g');
  await his.keyboard.press('n');
  const panel = his.getByRole('dialog', { name: 'Уведомления' });
  await panel.getByText(/^Срок задачи в/).waitFor();
  await panel.getByText('Вам поставлена задача').waitFor();
  await panel
    .getByRole('button', { name: /Позвонить/ })
    .first()
    .click({ trial: true });
  await panel.locator('[data-notice="task_due"] button').first().click();
  await eventually('the task is done', async () => {
    const { items } = await api(server, token, 'GET', `/api/v1/tasks?responsible_id=${id}`);
    return items.length === 0 || items.every((t) => t.is_completed);
  });
  await panel.getByRole('button', { name: 'Прочитать все' }).click();
  await eventually('the bell is silent', async () => (await his.locator('[data-unread]').count()) === 0);

  // She is told of the task he did.
  await hers.getByRole('button', { name: /^Уведомления: 1/ }).waitFor();

  // A forgotten password.
  const stranger = await open(browser, server.url);
  await stranger.goto('/sign-in');
  await stranger.getByRole('link', { name: 'Забыли пароль?' }).click();
  await stranger.getByLabel('Эл. почта').fill(boris.email);
  await stranger.getByRole('button', { name: 'Прислать письмо' }).click();
  await stranger.getByRole('heading', { name: 'Проверьте почту' }).waitFor();
  const letter = await sink.letter(boris.email, /\/reset\//);
  const link = /http:\/\/[^\s]*\/reset\/[\w-]+/.exec(letter.text)[0];
  await stranger.goto(new URL(link).pathname);
  await stranger.locator('input[name=password]').fill('a brand new horse');
  await stranger.getByRole('button', { name: 'Сменить пароль' }).click();
  await stranger.getByRole('heading', { name: 'Вход' }).waitFor();
  const old = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: boris.email, password: boris.password }),
  });
  assert.equal(old.status, 401);
  await signIn(stranger, { email: boris.email, password: 'a brand new horse' });
  await stranger.goto(new URL(link).pathname);
  await stranger.getByRole('heading', { name: 'Ссылка больше не действует' }).waitFor();
  noFaults(stranger);
}
