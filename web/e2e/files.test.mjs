// Files in the talk about a deal: dropped into a note, looked at, given out by a link; a colleague is called by name.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { api, colleague, eventually, keepPicture, launch, noFaults, open, signIn, startServer } from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery' };
let server;
let browser;
before(async () => {
  server = await startServer({ init: admin });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

// A picture of one pixel.
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('a file goes with a note, is seen by a colleague and taken by a guest', async () => {
  const token = server.token(admin.email);
  const call = (method, path, body) => api(server, token, method, `/api/v1${path}`, body);
  await colleague(server, token, {
    name: 'Иван Козлов',
    email: 'ivan@example.com',
    password: admin.password,
    role_id: (await call('POST', '/roles', { name: 'Никто', rights: { entities: {} } })).id,
  });
  const deal = await call('POST', '/deals', { name: 'Остекление балкона' });
  const page = await open(browser, server.url, { lang: 'ru' });
  try {
    await signIn(page, admin);
    await page.goto(`/deals/${deal.id}`);
    const field = page.getByPlaceholder('Напишите заметку…');
    await field.waitFor();

    // A picture is dropped on the field and goes with the note.
    const drop = await page.evaluateHandle((base64) => {
      const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
      const data = new DataTransfer();
      data.items.add(new File([bytes], 'балкон.png', { type: 'image/png' }));
      return data;
    }, PIXEL);
    await field.dispatchEvent('drop', { dataTransfer: drop });
    await page.getByText('балкон.png').waitFor();
    await field.pressSequentially('Смотри, @Ив');
    await page.getByRole('option', { name: 'Иван Козлов' }).waitFor();
    await page.keyboard.press('Enter');
    await assertValue(field, 'Смотри, @Иван Козлов ');
    await page.keyboard.press('Control+Enter');

    // The colleague may not see the deal: that is said before anything is sent.
    const warning = page.getByRole('alertdialog');
    await warning.getByText('Иван Козлов').waitFor();
    await warning.getByRole('button', { name: 'Всё равно отправить' }).click();
    const note = page.getByRole('article').filter({ hasText: '@Иван Козлов' });
    await note.waitFor();
    await note.getByRole('button', { name: 'Посмотреть: балкон.png' }).click();
    await page.getByRole('dialog').locator('img').waitFor();
    await page.keyboard.press('Escape');
    await eventually('the event names the colleague', async () => {
      const feed = await call('GET', `/deals/${deal.id}/feed`);
      return feed.items.some((i) => i.kind === 'deal.note_added' && i.after.mentions?.length === 1);
    });

    // A message to colleagues, and its answer.
    await page.getByRole('radio', { name: 'Обсуждение' }).last().click();
    const talk = page.getByRole('textbox', { name: 'Обсуждение' });
    await talk.fill('Кто поедет на замер?');
    await page.keyboard.press('Control+Enter');
    const comment = page.getByRole('article').filter({ hasText: 'Кто поедет' });
    await comment.getByRole('button', { name: 'Ответить' }).click();
    await talk.fill('Я');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('article').filter({ hasText: 'Я' }).last().getByText('Кто поедет на замер?').waitFor();

    // I watch the deal and star it.
    await page.getByRole('button', { name: 'В избранное' }).click();
    await page.getByRole('button', { name: /^Наблюдатели/ }).click();
    await page.getByRole('menuitem', { name: 'Наблюдать' }).click();
    await eventually('I watch it', async () => {
      const v = await call('GET', `/deals/${deal.id}/watchers`);
      return v.user_ids.length === 1 && v.is_starred;
    });

    // A link with a password, opened by somebody from outside.
    await page.getByRole('button', { name: 'Действия с файлом балкон.png' }).click();
    await page.getByRole('menuitem', { name: 'Ссылка для клиента' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Пароль').fill('тайна');
    await dialog.getByRole('button', { name: 'Создать ссылку' }).click();
    const url = await dialog.getByRole('textbox', { name: 'Ссылка на файл' }).inputValue();
    const guest = await open(browser, server.url, { lang: 'ru' });
    await guest.goto(url);
    await guest.getByRole('heading', { name: 'балкон.png' }).waitFor();
    await guest.getByLabel('Пароль').fill('не та');
    await guest.getByRole('button', { name: 'Скачать' }).click();
    await guest.getByRole('alert').waitFor();
    await guest.getByLabel('Пароль').fill('тайна');
    const [saved] = await Promise.all([
      guest.waitForEvent('download'),
      guest.getByRole('button', { name: 'Скачать' }).click(),
    ]);
    assert.equal(saved.suggestedFilename(), 'балкон.png');
    await dialog.getByRole('button', { name: 'Отозвать' }).click();
    await eventually('the link is over', async () => (await fetch(url)).status === 404);
    noFaults(page);
  } catch (error) {
    await keepPicture(page, 'files');
    throw error;
  }
});

test('a field of a deal holds files; the settings tell where the space went', async () => {
  const token = server.token(admin.email);
  const call = (method, path, body) => api(server, token, method, `/api/v1${path}`, body);
  const field = await call('POST', '/fields', {
    kind: 'deal',
    type: 'file',
    name: 'Паспорт',
    settings: { max_files: 2 },
  });
  const deal = await call('POST', '/deals', { name: 'Балкон с паспортом' });
  const page = await open(browser, server.url, { lang: 'ru' });
  const held = async (want) =>
    eventually(`the field holds ${want}`, async () => {
      const card = await call('GET', `/deals/${deal.id}`);
      return (card.fields[field.id] ?? []).map((f) => f.name).join() === want;
    });
  try {
    await signIn(page, admin);
    await page.goto(`/deals/${deal.id}`);
    const box = page.getByRole('region', { name: 'Паспорт' });
    await box.getByText('Перетащите или выберите файл').waitFor();

    // One is chosen, one is dropped; a third does not fit.
    const chosen = (name) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(`file ${name}`) });
    await box.locator('input[type=file]').last().setInputFiles(chosen('разворот.txt'));
    await box.getByRole('link', { name: 'разворот.txt' }).waitFor();
    await held('разворот.txt');
    const drop = await page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], 'прописка.txt', { type: 'text/plain' }));
      data.items.add(new File(['x'], 'лишний.txt', { type: 'text/plain' }));
      return data;
    });
    await box.dispatchEvent('drop', { dataTransfer: drop });
    await page.getByText('Поле «Паспорт» вмещает 2 файла').first().waitFor();
    await box.getByRole('link', { name: 'прописка.txt' }).waitFor();
    await held('разворот.txt,прописка.txt');

    // Taken out and put back; a new version; the list says how many there are.
    await box.getByRole('button', { name: 'Действия с файлом разворот.txt' }).click();
    await page.getByRole('menuitem', { name: 'Удалить' }).click();
    await box.getByRole('link', { name: 'разворот.txt' }).waitFor({ state: 'detached' });
    await held('прописка.txt');
    await page
      .getByRole('button', { name: /^Отменить/ })
      .first()
      .click();
    await held('прописка.txt,разворот.txt');
    await box.getByRole('link', { name: 'разворот.txt' }).waitFor();
    await box.locator('li', { hasText: 'прописка.txt' }).locator('input[type=file]').setInputFiles(chosen('новая.txt'));
    await box.getByText('версия 2').waitFor();

    // The settings: who takes how much, and kinds nobody may upload.
    await page.goto('/settings/files');
    await page.getByRole('link', { name: 'Балкон с паспортом' }).first().waitFor();
    await page.getByText('На диске сервера').waitFor();
    await page.getByLabel('Запрещённые виды файлов').fill('.EXE; bat');
    await page.getByRole('button', { name: 'Сохранить' }).click();
    await page.getByText('Ограничения сохранены').waitFor();
    await assertValue(page.getByLabel('Запрещённые виды файлов'), 'bat, exe');
    await page.goto(`/deals/${deal.id}`);
    await page.getByLabel('Загрузить файлы').last().setInputFiles(chosen('вирус.exe'));
    await page.getByText('Файл «вирус.exe» не загружен').waitFor();
    noFaults(page);
  } catch (error) {
    await keepPicture(page, 'files-field');
    throw error;
  }

  // Who is no administrator is told whom to ask.
  const manager = await open(browser, server.url, { lang: 'ru' });
  try {
    await signIn(manager, { email: 'ivan@example.com', password: admin.password });
    await manager.goto('/settings/files');
    await manager.getByText('Администратор').first().waitFor();
    assert.equal(await manager.getByText('Самые большие файлы').count(), 0);
  } catch (error) {
    await keepPicture(manager, 'files-forbidden');
    throw error;
  }
});

async function assertValue(field, want) {
  await eventually(`the field holds ${want}`, async () => (await field.inputValue()) === want);
}
