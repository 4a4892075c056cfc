// The ground of the end-to-end tests: a real server with a fresh data folder, a real Chromium.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const binary = process.env.VORONKA_BIN ?? join(root, 'bin', 'voronka');

async function freePort() {
  const probe = createServer();
  await new Promise((done) => probe.listen(0, '127.0.0.1', done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

/** Starts the program as a newcomer would. `init` makes the first account without the wizard. */
export async function startServer({ init, flags = [], env = {} } = {}) {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run make build first`);
  const data = mkdtempSync(join(tmpdir(), 'voronka-e2e-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const run = (...args) => execFileSync(binary, [args[0], '--data', data, ...args.slice(1)], { encoding: 'utf8' });
  if (init)
    run(
      'init',
      '--company',
      init.company ?? 'Ромашка',
      '--email',
      init.email,
      '--password',
      init.password,
      '--lang',
      init.lang ?? 'ru',
      ...(init.subdomain ? ['--subdomain', init.subdomain] : []),
    );
  const child = spawn(binary, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`, ...flags], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // A run that breaks off leaves no server behind.
  process.once('exit', () => child.kill('SIGKILL'));
  let log = '';
  child.stderr.on('data', (piece) => {
    log = (log + piece).slice(-20_000);
  });
  await ready(`${url}/readyz`, () => log);
  return {
    url,
    run,
    log: () => log,
    token: (email) => run('token', '--email', email, '--name', 'e2e').trim(),
    stop: async () => {
      const gone = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await gone;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

async function ready(address, log) {
  const until = Date.now() + 30_000;
  for (;;) {
    const ok = await fetch(address).then(
      (r) => r.ok,
      () => false,
    );
    if (ok) return;
    if (Date.now() > until) throw new Error(`the server did not become ready:\n${log()}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Without a locale that knows Cyrillic a download gets no name of its own.
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * Waits for a state no locator can see. `check` may answer, or throw, until it answers something true. The time is what a
 * loaded machine may need, not what a person waits.
 */
export async function eventually(what, check, ms = 30_000) {
  const until = Date.now() + ms;
  let last;
  for (;;) {
    try {
      const answer = await check();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > until) throw new Error(`${what}: not within ${ms} ms${last ? `; ${last.message}` : ''}`);
    await new Promise((next) => setTimeout(next, 50));
  }
}

/** Signs the page's context in without the form; `/deals` and the rest then open at once. */
export async function signIn(page, { email, password, account }) {
  const answer = await page.context().request.post('/api/v1/session', { data: { email, password, account } });
  if (!answer.ok()) throw new Error(`sign in ${email}: ${answer.status()}: ${await answer.text()}`);
}

/** Invites a colleague and accepts for them. */
export async function colleague(server, token, { name, email, password, ...more }) {
  const made = await api(server, token, 'POST', '/api/v1/users', { name, email, ...more });
  const word = made.invitation_url.split('/').at(-1);
  await api(server, null, 'POST', `/api/v1/invitations/${word}/accept`, { password });
  return made.id;
}

/** What the page threw, or logged as an error, since it was opened. */
export function noFaults(...pages) {
  const faults = pages.flatMap((page) => page.faults);
  if (faults.length > 0) throw new Error(`the page complained:\n${faults.join('\n')}`);
}

/** What the console says of answers that are errors, and of a line that a story took away itself. */
const EXPECTED = /Failed to load resource|net::ERR_INTERNET_DISCONNECTED/;

/** What the live stream told a page. `ready` waits until it is open. */
export function liveFrames(page) {
  const events = [];
  let opened = false;
  page.on('websocket', (socket) => {
    if (!socket.url().includes('/live/')) return;
    socket.on('framereceived', ({ payload }) => {
      opened = true;
      for (const line of String(payload).split('\n')) {
        const data = line.startsWith('{') ? JSON.parse(line).push?.pub?.data : undefined;
        events.push(...(data?.events ?? []));
      }
    });
  });
  return {
    ready: () => eventually('the live stream is open', () => opened),
    about: (kind, id) =>
      events.filter((e) => (e.kind === kind && e.id === id) || (e.object?.kind === kind && e.object.id === id)),
  };
}

/** A picture of what a failed test looked at, beside the test's log. */
export async function keepPicture(page, name) {
  const dir = join(root, '.cache', 'test');
  mkdirSync(dir, { recursive: true });
  await page.screenshot({ path: join(dir, `${name}.png`) }).catch(() => {});
}

/** Drags a card over a column as a hand does: in steps, since the board scrolls and looks under the pointer. */
export async function drag(page, from, to) {
  const a = await from.boundingBox();
  const b = await to.boundingBox();
  await page.mouse.move(a.x + 40, a.y + 8);
  await page.mouse.down();
  await page.mouse.move(a.x + 60, a.y + 20, { steps: 4 });
  await page.mouse.move(b.x + b.width / 2, b.y + Math.min(140, b.height / 2), { steps: 12 });
  await page.mouse.up();
}

/** A page of its own browser context; anything the page throws fails the test at the end. */
export async function open(
  browser,
  url,
  { lang = 'ru', theme = 'light', width = 1440, height = 900, touch = false } = {},
) {
  const context = await browser.newContext({
    baseURL: url,
    locale: lang === 'ru' ? 'ru-RU' : 'en-US',
    timezoneId: 'Europe/Moscow',
    colorScheme: theme,
    viewport: { width, height },
    hasTouch: touch,
    isMobile: touch,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !EXPECTED.test(message.text())) faults.push(message.text());
  });
  page.faults = faults;
  return page;
}

/** One JSON call with a token, for what a story needs and does not tell. */
export async function api(server, token, method, path, body) {
  const response = await fetch(server.url + path, {
    method,
    headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}: ${text}`);
  return text ? JSON.parse(text) : null;
}
