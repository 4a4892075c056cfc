// The ground of the end-to-end tests: a real server with a fresh data folder, a real Chromium.
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
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
export async function startServer({ init, env = {} } = {}) {
  if (!existsSync(binary)) throw new Error(`${binary} is missing: run make build first`);
  const data = mkdtempSync(join(tmpdir(), 'voronka-e2e-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const run = (...args) => execFileSync(binary, [args[0], '--data', data, ...args.slice(1)], { encoding: 'utf8' });
  if (init) run('init', '--company', init.company ?? 'Ромашка', '--email', init.email, '--password', init.password, '--lang', init.lang ?? 'ru');
  const child = spawn(binary, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
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
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
}

/** A page of its own browser context; anything the page throws fails the test at the end. */
export async function open(browser, url, { lang = 'ru', theme = 'light', width = 1440, height = 900, touch = false } = {}) {
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
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text())) faults.push(message.text());
  });
  page.faults = faults;
  return page;
}

/** One JSON call with a token, for what a story needs and does not tell. */
export async function api(server, token, method, path, body) {
  const response = await fetch(server.url + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}: ${text}`);
  return text ? JSON.parse(text) : null;
}
