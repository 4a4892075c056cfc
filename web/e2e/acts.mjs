// What several stories do by hand in the client, in both languages.

import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const WORDS = {
  ru: {
    next: 'Дальше',
    finish: 'Создать аккаунт',
    company: 'Название компании',
    name: 'Ваше имя',
    email: 'Эл. почта',
    ready: 'Готово. С чего начнём?',
    load: /^Загрузить \d/,
    done: 'Загрузка завершена',
    undo: 'Отменить импорт',
  },
  en: {
    next: 'Continue',
    finish: 'Create the account',
    company: 'Company name',
    name: 'Your name',
    email: 'E-mail',
    ready: 'Done. Where to begin?',
    load: /^Import \d/,
    done: 'The import is done',
    undo: 'Undo the import',
  },
};

/** The first-run wizard from the first visit to "Where to begin?". */
export async function firstRun(page, { lang, company, name, email, password }) {
  const t = WORDS[lang];
  await page.goto('/');
  await page.getByLabel(t.company).fill(company);
  await page.getByRole('button', { name: t.next }).click();
  await page.getByLabel(t.name).fill(name);
  await page.getByLabel(t.email).fill(email);
  await page.locator('input[name=password]').fill(password);
  await page.getByRole('button', { name: t.next }).click();
  await page.getByRole('button', { name: t.finish }).click();
  await page.getByRole('heading', { name: t.ready }).waitFor();
}

/** Uploads a file by the import page and stops where its columns are shown. */
export async function upload(page, file) {
  await page.goto('/import');
  await page.locator('input[type=file]').setInputFiles(file);
  await page.waitForURL(/\/import\/\d+/);
  await page
    .getByText(file.name ?? basename(file))
    .first()
    .waitFor();
}

/** Starts the import shown and waits for its report. */
export async function load(page, lang) {
  const t = WORDS[lang];
  await page.getByRole('button', { name: t.load }).click();
  await page.getByRole('heading', { name: t.done }).first().waitFor({ timeout: 120_000 });
}

/** Chooses from a select or a combobox by what is read on the option. */
export async function choose(page, box, option) {
  await box.click();
  await page.getByRole('option', { name: option }).first().click();
}

/** Takes a download begun by `act` and gives its bytes. */
export async function taken(page, act) {
  const [file] = await Promise.all([page.waitForEvent('download'), act()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}
