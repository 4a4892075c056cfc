// Every screen of the client over one account full of data: what axe looks at and what pictures are taken of.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { api, colleague, eventually, open, root, signIn, startServer } from './harness.mjs';

const admin = { email: 'olga@example.com', password: 'correct horse battery', name: 'Ольга Семёнова' };
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const settle = (name) => ({ name, path: `/settings/${name}` });
const key =
  (...keys) =>
  async (page) => {
    for (const k of keys) await page.keyboard.press(k);
  };
const layer = (page) => page.getByRole('dialog').first().waitFor();
const menu = (page) => page.getByRole('menu').first().waitFor();
const first = (page, selector) => page.locator(selector).first();

/** Lays changes the server would not take into the page's queue, opens the list of them, and takes them away again. */
async function showUnsent(page) {
  await page.evaluate(async () => {
    const { me } = await (await fetch('/api/v1/bootstrap')).json();
    const deal = location.pathname.split('/')[2];
    const whole = await (await fetch(`/api/v1/deals/${deal}`)).json();
    const who = `${me.account.id}.${me.user.id}`;
    const row = (more) => ({
      who,
      key: crypto.randomUUID(),
      at: Date.now() - 600_000,
      card: `deal-${deal}`,
      name: whole.name,
      failed: 0,
      temp: -1,
      ...more,
    });
    const russian = document.documentElement.lang === 'ru';
    const rows = [
      row({
        kind: 'note',
        method: 'POST',
        path: `/api/v1/deals/${deal}/notes`,
        body: JSON.stringify({
          text: russian ? 'Лифт грузовой, разгрузка во дворе.' : 'A cargo lift, unloading in the yard.',
        }),
        state: 'refused',
        why: russian ? 'Вам нельзя менять эту карточку' : 'You may not change this card',
      }),
      row({
        kind: 'fields',
        method: 'PATCH',
        path: `/api/v1/deals/${deal}`,
        body: JSON.stringify({ price: 990_000_00, base: { price: 1 }, version: 1 }),
        state: 'conflict',
        paths: ['price'],
      }),
    ];
    const db = await new Promise((done) => {
      const asked = indexedDB.open('voronka');
      asked.onsuccess = () => done(asked.result);
    });
    const tx = db.transaction('writes', 'readwrite');
    for (const one of rows) tx.objectStore('writes').add(one);
    await new Promise((done) => {
      tx.oncomplete = done;
    });
    new BroadcastChannel('voronka.unsent').postMessage(who);
    window.forget = () => db.transaction('writes', 'readwrite').objectStore('writes').clear();
  });
  await page.getByRole('button', { name: /^(Показать|Show)$/ }).click();
  await page.getByRole('dialog').getByRole('region').first().waitFor();
  await page.evaluate(() => window.forget());
}

/** A filter of two sides. */
const SIDES = {
  or: [
    {
      and: [
        { field: 'price', op: 'gte', value: 100_000_00 },
        { field: 'contact.name', op: 'contains', value: 'а' },
      ],
    },
    {
      and: [
        { field: 'task', op: 'none', value: { field: 'state', op: 'eq', value: 'open' } },
        { field: 'event', op: 'has', value: { field: 'at', op: 'between', value: ['today-6', 'today'] } },
      ],
    },
  ],
};

/** Each: where it is, and what is opened on it. `desk` screens are not on a phone; `out` ones want no session. */
export const SCREENS = [
  { name: 'sign-in', path: '/sign-in', out: true },
  { name: 'forgot', path: '/forgot', out: true, has: 'form' },
  {
    name: 'notices',
    path: '/tasks',
    has: 'button[aria-haspopup=dialog]',
    opens: (page) => page.evaluate(() => window.dispatchEvent(new Event('voronka:notices'))),
    sees: layer,
  },
  { name: 'board', path: (at) => `/deals?view=board&pipeline=${at.main}`, has: '[data-card]' },
  {
    name: 'board-menu',
    path: (at) => `/deals?view=board&pipeline=${at.main}`,
    has: '[data-card]',
    opens: (page) => first(page, '[data-card] button[aria-haspopup=menu]').click({ force: true }),
    sees: menu,
  },
  {
    name: 'board-add',
    path: (at) => `/deals?view=board&pipeline=${at.main}`,
    has: '[data-card]',
    opens: (page) =>
      page
        .getByRole('button', { name: /^(Новая сделка|New deal)$/ })
        .first()
        .click(),
    sees: (page) => first(page, 'form input').waitFor(),
  },
  {
    name: 'board-select',
    path: (at) => `/deals?view=board&pipeline=${at.main}`,
    has: '[data-card]',
    desk: true,
    opens: key('j', 'x', 'j', 'x'),
  },
  {
    name: 'board-look',
    path: (at) => `/deals?view=board&pipeline=${at.main}`,
    has: '[data-card]',
    desk: true,
    opens: key('j', 'Space'),
    sees: layer,
  },
  {
    name: 'board-tags',
    path: (at) => `/deals?view=board&pipeline=${at.main}`,
    has: '[data-card]',
    desk: true,
    opens: key('j', '#'),
    sees: layer,
  },
  { name: 'board-empty', path: (at) => `/deals?view=board&pipeline=${at.empty}` },
  {
    name: 'board-no-match',
    path: '/deals?view=board&pipeline=1&filter=%7B%22field%22%3A%22name%22%2C%22op%22%3A%22contains%22%2C%22value%22%3A%22zzzz%22%7D',
  },
  { name: 'deals-list', path: (at) => `/deals?view=list&pipeline=${at.main}`, has: '[data-row]' },
  {
    name: 'list-groups',
    path: (at) => `/deals?view=list&pipeline=${at.main}&group=responsible`,
    has: '[data-row]',
  },
  {
    name: 'list-totals',
    path: (at) => `/deals?view=list&pipeline=${at.main}`,
    has: '[data-row]',
    desk: true,
    opens: (page) => page.getByRole('button', { name: /^(Итоги|Totals)$/ }).click(),
    sees: (page) => page.locator('[role=dialog] tbody').waitFor(),
  },
  {
    name: 'list-select',
    path: (at) => `/deals?view=list&pipeline=${at.main}`,
    has: '[data-row]',
    desk: true,
    opens: async (page) => {
      await first(page, '[data-cell] input[type=checkbox]').check();
      await page.getByRole('switch').click();
    },
    sees: (page) => page.getByRole('toolbar').nth(1).waitFor(),
  },
  {
    name: 'list-cell',
    path: (at) => `/deals?view=list&pipeline=${at.main}`,
    has: '[data-row]',
    desk: true,
    opens: (page) => first(page, '[data-cell="0:2"]').dblclick(),
    sees: (page) => page.locator('[data-editor] input').waitFor(),
  },
  {
    name: 'list-column',
    path: (at) => `/deals?view=list&pipeline=${at.main}`,
    has: '[data-row]',
    desk: true,
    opens: (page) => first(page, '[data-head=price]').click({ button: 'right' }),
    sees: menu,
  },
  { name: 'filter', path: (at) => `/deals?view=list&pipeline=${at.main}`, opens: key('/') },
  {
    name: 'filter-fields',
    path: (at) => `/deals?view=list&pipeline=${at.main}`,
    has: '[data-row]',
    opens: (page) => first(page, 'button[aria-haspopup=dialog]:has(.lucide-list-filter)').click(),
    sees: (page) => page.getByRole('listbox').waitFor(),
  },
  {
    name: 'filter-groups',
    path: (at) =>
      `/deals?view=list&pipeline=${at.main}&filter=${encodeURIComponent(JSON.stringify(JSON.stringify(SIDES)))}`,
    desk: true,
    opens: async (page) => {
      await first(page, '[aria-haspopup=dialog]:has(.font-medium)').click();
      await page.locator('[role=dialog] [aria-expanded=false]').last().click();
    },
    sees: layer,
  },
  { name: 'card-sheet', path: (at) => `/deals?view=board&pipeline=${at.main}&card=deal-${at.deal}`, sees: layer },
  {
    name: 'card-task',
    path: (at) => `/deals/${at.deal}`,
    has: 'textarea',
    opens: key('2'),
    sees: (page) => page.locator('form input').last().waitFor(),
  },
  {
    name: 'card-complete',
    path: (at) => `/deals/${at.deal}`,
    has: 'section button.group\\/done, button.group\\/done',
    opens: (page) => first(page, 'button.group\\/done').dispatchEvent('click'),
    sees: layer,
  },
  {
    name: 'card-history',
    path: (at) => `/deals/${at.deal}`,
    has: 'h1',
    opens: (page) => page.getByRole('button', { name: /^(История|History): (Бюджет|Budget)$/ }).click(),
    sees: (page) => page.getByRole('dialog').locator('p').nth(1).waitFor(),
  },
  {
    name: 'card-statistics',
    path: (at) => `/deals/${at.deal}`,
    has: 'h1',
    opens: (page) => page.getByRole('tab', { name: /^(Статистика|Statistics)$/ }).click(),
    sees: (page) => page.locator('dl').first().waitFor(),
  },
  {
    name: 'card-statistics-company',
    path: (at) => `/companies/${at.company}`,
    has: 'h1',
    opens: (page) => page.getByRole('tab', { name: /^(Статистика|Statistics)$/ }).click(),
    sees: (page) => page.locator('dl').first().waitFor(),
  },
  {
    name: 'card-setup',
    path: (at) => `/deals/${at.deal}`,
    has: 'h1',
    opens: (page) => page.getByRole('tab', { name: /^(Настроить|Set up)$/ }).click(),
    sees: (page) => page.locator('[data-at=field-groups]').waitFor(),
  },
  {
    name: 'card-feed-filter',
    path: (at) => `/deals/${at.deal}`,
    has: 'h1',
    desk: true,
    opens: async (page) => {
      await page.getByRole('button', { name: /^(Кто, когда|Who, when)/ }).click();
      await page.getByRole('dialog').locator('input[role=switch]').check({ force: true });
    },
    sees: layer,
  },
  { name: 'card-contact', path: (at) => `/contacts/${at.contact}`, has: 'h1' },
  { name: 'card-company', path: (at) => `/companies/${at.company}`, has: 'h1' },
  { name: 'card-missing', path: '/deals/999999' },
  { name: 'contacts', path: '/contacts', has: '[data-row]' },
  { name: 'companies', path: '/companies', has: '[data-row]' },
  { name: 'tasks', path: '/tasks' },
  { name: 'tasks-list', path: '/tasks?view=list' },
  {
    name: 'tasks-select',
    path: '/tasks?view=list',
    has: 'tbody input[type=checkbox]',
    opens: (page) => first(page, 'tbody input[type=checkbox]').check(),
    sees: (page) => page.getByRole('toolbar').nth(1).waitFor(),
  },
  {
    name: 'tasks-new',
    path: '/tasks',
    opens: key('n', 't'),
    sees: layer,
  },
  { name: 'tasks-day', path: '/tasks?view=calendar&span=day', has: '[data-ready]' },
  { name: 'tasks-week', path: '/tasks?view=calendar&who=all', has: '[data-ready]' },
  { name: 'tasks-people', path: (at) => `/tasks?view=calendar&span=day&who=${at.people}`, has: '[data-ready]' },
  { name: 'tasks-month', path: '/tasks?view=calendar&span=month&who=all', has: '[data-ready]' },
  { name: 'duplicates', path: '/duplicates?kind=contact&by=phone' },
  { name: 'bin', path: '/bin?kind=contact' },
  { name: 'events', path: '/events' },
  { name: 'import', path: '/import' },
  { name: 'import-report', path: (at) => `/import/${at.import}` },
  { name: 'unsent', path: (at) => `/deals/${at.deal}`, has: 'h1', opens: showUnsent, sees: layer },
  {
    name: 'offline',
    path: (at) => `/deals/${at.deal}`,
    has: 'h1',
    opens: (page) => page.context().setOffline(true),
    sees: (page) => page.getByText(/Нет связи с сервером,|No connection to the server,/).waitFor(),
  },
  { name: 'palette', path: '/contacts', opens: key('Control+k'), sees: layer, desk: true },
  { name: 'help', path: '/contacts', opens: key('Shift+Slash'), sees: layer, desk: true },
  {
    name: 'user-menu',
    path: '/contacts',
    desk: true,
    opens: (page) =>
      page
        .getByRole('button', { name: /Профиль|Profile/ })
        .last()
        .click(),
    sees: menu,
  },
  { name: 'settings', path: '/settings' },
  ...[
    'profile',
    'security',
    'notices',
    'my-hours',
    'account',
    'hours',
    'mail',
    'files',
    'users',
    'groups',
    'roles',
    'pipelines',
    'loss-reasons',
    'fields',
    'task-types',
    'rules',
    'webhooks',
    'imports',
    'sign-ins',
  ].map(settle),
  { name: 'missing', path: '/nowhere' },
];

/** An account with deals, a rule that ran, a webhook with deliveries, a colleague, an import with faults. */
export async function scene() {
  const hook = createServer((_, answer) => answer.writeHead(500).end('out of order'));
  await new Promise((done) => hook.listen(0, '127.0.0.1', done));
  const server = await startServer({ init: admin, flags: ['--allow-private-webhooks'] });
  server.run('demo', '--deals', '80');
  const token = server.token(admin.email);
  const call = (method, path, body) => api(server, token, method, `/api/v1${path}`, body);
  const boot = await call('GET', '/bootstrap');
  await call('PATCH', '/me', { name: admin.name });
  const { id: group_id } = await call('POST', '/groups', { name: 'Отдел продаж' });
  const { id: role_id } = await call('POST', '/roles', {
    name: 'Менеджер по опту',
    rights: { entities: { deal: { view: 'group', create: 'own', edit: 'own' } }, extra: { import: true } },
  });
  await colleague(server, token, {
    name: 'Иван Козлов',
    email: 'ivan@example.com',
    password: admin.password,
    role_id,
    group_id,
  });
  await call('POST', '/users', { name: 'Пётр Новиков', email: 'petr@example.com', role_id });
  await call('POST', '/webhooks', {
    name: '1С',
    url: `http://127.0.0.1:${hook.address().port}/hook`,
    kinds: ['deal.status_changed', 'deal.created'],
  });
  const { id: empty } = await call('POST', '/pipelines', {
    name: 'Партнёры',
    statuses: [{ name: 'Знакомство' }],
  }).catch(() => call('POST', '/pipelines', { name: 'Партнёры' }));
  for (const [type, name, more] of [
    ['date', 'Дата замера'],
    ['list', 'Источник', { options: ['Сайт', 'Звонок'] }],
    ['textarea', 'Пожелания'],
  ])
    await call('POST', '/fields', { kind: 'deal', type, name, ...more });
  const [from, to] = boot.pipelines[0].statuses;
  await call('POST', '/rules', {
    name: 'Перезвонить после заявки',
    entity_kind: 'deal',
    moment: 'status_entered',
    pipeline_id: boot.pipelines[0].id,
    status_id: to.id,
    action: 'create_task',
    params: { type_id: boot.task_types[0].id, text: 'Перезвонить: {{deal.name}}', due: { amount: 2, unit: 'hours' } },
  });
  const deal = await call('POST', '/deals', {
    name: 'Поставка мебели в новый офис на Лесной',
    price: 1_250_000_00,
    status_id: from.id,
    tags: ['Горячий', 'Опт', 'Москва'],
    contacts: [{ name: 'Мария Кузнецова', phone: '+7 916 123-45-67', email: 'm.kuznetsova@example.com' }],
    company: { name: 'ООО «Северный ветер»' },
  });
  await call('POST', `/deals/${deal.id}/move`, { status_id: to.id });
  await call('POST', `/deals/${deal.id}/notes`, {
    text: 'Просят образцы ткани и скидку за объём.\nЛифт грузовой, разгрузка во дворе.',
  });
  await eventually(
    'the rule made its task',
    async () => (await call('GET', `/tasks?kind=deal&entity_id=${deal.id}`)).items.length > 0,
  );
  const people = (await call('GET', '/users')).items.filter((u) => u.is_active).map((u) => u.id);
  await call('PUT', `/users/${people.at(-1)}/working-hours`, {
    week: [...Array(5).fill([{ from: '12:00', to: '21:00' }]), [], []],
    days: [{ date: '2027-07-05', until: '2027-07-18', name: 'Отпуск', spans: [] }],
  });
  const whole = await call('GET', `/deals/${deal.id}`);
  const id = await spoiltImport(server, token).catch(() => 1);
  return {
    server,
    token,
    admin,
    at: {
      deal: deal.id,
      contact: whole.contacts[0].id,
      company: whole.company.id,
      main: boot.pipelines[0].id,
      empty,
      people: people.join(','),
      import: id,
    },
    stop: async () => {
      await server.stop();
      hook.close();
    },
  };
}

/** Imports the sample with its impossible dates and doubles, and waits for the report. */
export async function spoiltImport(server, token) {
  const form = new FormData();
  const bytes = readFileSync(join(root, 'testdata', 'samples', 'clients-ru.xlsx'));
  form.append('file', new Blob([bytes]), 'clients-ru.xlsx');
  const answer = await fetch(`${server.url}/api/v1/imports`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}` },
    body: form,
  });
  if (!answer.ok) throw new Error(`import: ${answer.status}: ${await answer.text()}`);
  const { id } = await answer.json();
  await api(server, token, 'POST', `/api/v1/imports/${id}/start`);
  await eventually(
    'the import is done',
    async () => (await api(server, token, 'GET', `/api/v1/imports/${id}`)).state === 'done',
    120_000,
  );
  return id;
}

/** Goes to a screen and waits until nothing on it is loading. */
export async function show(page, screen, at) {
  await page.context().setOffline(false);
  await page.goto(typeof screen.path === 'function' ? screen.path(at) : screen.path, { waitUntil: 'networkidle' });
  await page.locator('h1, [role=dialog], main').first().waitFor();
  if (screen.has) await first(page, screen.has).waitFor({ state: 'attached' });
  if (screen.opens) await screen.opens(page);
  if (screen.sees) await screen.sees(page);
  await page.evaluate(() => document.fonts.ready);
  await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
}

/** Puts a page into the other theme without loading it again, the way the client itself does. */
export async function repaint(page, theme) {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
  await page.evaluate(async (t) => {
    document.documentElement.dataset.theme = t;
    // What fades from one colour to the other is not looked at half-way; the fading of a parent may start that of a child.
    const fading = () => document.getAnimations().filter((a) => a instanceof CSSTransition);
    for (let calm = 0; calm < 3; calm += fading().length === 0 ? 1 : -calm) {
      await new Promise((painted) => requestAnimationFrame(painted));
      await Promise.allSettled(fading().map((a) => a.finished));
    }
  }, theme);
}

/** What axe finds on the page as it stands; behind an open layer the page is hidden from it, as it is from a reader. */
export async function violations(page, theme) {
  await page.evaluate(axeSource);
  // The other theme differs in its colours alone.
  const wanted =
    theme === 'dark'
      ? { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }
      : { type: 'tag', values: TAGS };
  const found = await page.evaluate(async (runOnly) => {
    const floating = document.querySelector('[role=menu],[role=listbox],[role=dialog]');
    // Three rules take what an open layer does to the page behind it for faults of that page.
    const behind = ['region', 'aria-hidden-focus', 'page-has-heading-one'];
    const rules = floating ? Object.fromEntries(behind.map((id) => [id, { enabled: false }])) : {};
    const answer = await window.axe.run(
      { include: document, exclude: ['[data-base-ui-focus-guard]'] },
      { runOnly, rules },
    );
    return answer.violations.flatMap((v) =>
      v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.html.slice(0, 200)} ${n.any[0]?.message ?? ''}`),
    );
  }, wanted);
  if (await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth))
    found.push('the page scrolls sideways');
  return found;
}

/** Walks every screen in one language and width; `look(page, screen, theme)` is called in both themes, `missed` when it does not come. */
export async function tour({ browser, place, lang, width, only, look, missed }) {
  const { server, token, at } = place;
  await api(server, token, 'PATCH', '/api/v1/me', { language: lang });
  const size = width < 720 ? { width, height: 844, touch: true } : { width, height: 900 };
  const make = async (signed) => {
    const page = await open(browser, server.url, { lang, ...size });
    await page.addInitScript((l) => localStorage.setItem('voronka.lang', l), lang);
    if (signed) await signIn(page, place.admin);
    return page;
  };
  const [inside, outside] = [await make(true), await make(false)];
  for (const screen of SCREENS) {
    if ((screen.desk && width < 720) || (only && !only.test(screen.name))) continue;
    const page = screen.out ? outside : inside;
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    try {
      await show(page, screen, at);
    } catch (error) {
      missed(screen, error);
    }
    for (const theme of ['light', 'dark']) {
      await repaint(page, theme);
      await look(page, screen, theme);
    }
  }
  await inside.context().close();
  await outside.context().close();
}
