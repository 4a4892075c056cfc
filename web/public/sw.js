// The service worker: keeps the build it came with, so that the app opens without a network, and shows what is pushed.
// Of the API it keeps one answer, who is signed in, and gives it out only when the network is gone. Signing out,
// signing in and a refused session forget it. A worker of a newer build waits until a page lets it in, or all are closed.

// Both are written by the build (vite/worker.ts).
const VERSION = 'dev';
const FILES = [];

const SHELL = `shell-${VERSION}`;
const ME = 'me';
const WHO = '/api/v1/bootstrap';
const SESSION = '/api/v1/session';
/** Marks a sign-out the server does not know of yet. */
const OUT = '/signed-out';
/** How long a page may take before the kept one is shown. */
const PATIENCE = 5000;

addEventListener('install', (event) => event.waitUntil(keepShell()));
addEventListener('activate', (event) => event.waitUntil(dropOld().then(() => clients.claim())));
addEventListener('message', (event) => {
  if (event.data?.skip) event.waitUntil(skipWaiting());
});

/** Stores the page and every file of its build; what an older build has of them is not fetched again. */
async function keepShell() {
  const page = await fetch('/', { cache: 'no-store' });
  if (!page.ok) throw new Error(`the page: ${page.status}`);
  const cache = await caches.open(SHELL);
  const entry = /src="(\/assets\/[^"]+\.js)"/.exec(await page.clone().text())?.[1];
  // The server is being changed at this moment: the browser tries again later.
  if (entry && !FILES.includes(entry)) throw new Error(`the page is of another build: ${entry}`);
  for (let i = 0; i < FILES.length; i += 8)
    await Promise.all(FILES.slice(i, i + 8).map((file) => keepFile(cache, file)));
  await cache.put('/', page);
}

async function keepFile(cache, file) {
  const isFixed = file.startsWith('/assets/');
  const kept = isFixed ? await caches.match(file) : undefined;
  const answer = kept ?? (await fetch(file, isFixed ? {} : { cache: 'no-cache' }));
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  await cache.put(file, answer);
}

/** The build before this one stays: a tab that still runs it may yet need a part. */
async function dropOld() {
  const shells = (await caches.keys()).filter((name) => name.startsWith('shell') && name !== SHELL);
  for (const name of shells.slice(0, -1)) await caches.delete(name);
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (url.pathname === SESSION) {
    event.respondWith(session(request));
  } else if (request.method !== 'GET') {
    return;
  } else if (url.pathname === WHO) {
    event.respondWith(who(request));
  } else if (request.mode === 'navigate' && !/^\/(api|f|live)\//.test(url.pathname)) {
    event.respondWith(page(request));
  } else if (url.pathname.startsWith('/assets/')) {
    event.respondWith(asset(request));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(
      fetch(request).catch((gone) => caches.match(url.pathname).then((kept) => kept ?? Promise.reject(gone))),
    );
  }
});

/** Counted up by every change of the session: an answer to an older one is not kept. */
let age = 0;

/** Signing in and out. A sign-out without a network counts here at once, and is told to the server as soon as it can be. */
async function session(request) {
  age++;
  await caches.delete(ME);
  try {
    return await fetch(request);
  } catch (gone) {
    if (request.method !== 'DELETE') throw gone;
    await (await caches.open(ME)).put(OUT, new Response(''));
    return new Response(null, { status: 204 });
  }
}

async function who(request) {
  const cache = await caches.open(ME);
  if (await cache.match(OUT)) {
    const told = await fetch(SESSION, { method: 'DELETE' }).catch(() => null);
    if (!told) return Response.json({ code: 'unauthenticated', message: '' }, { status: 401 });
    await cache.delete(OUT);
  }
  const mine = age;
  try {
    const answer = await fetch(request);
    if (age !== mine) return answer;
    if (answer.ok) await cache.put(WHO, answer.clone());
    else if (answer.status === 401 || answer.status === 403) await caches.delete(ME);
    else if (isAway(answer)) throw new TypeError(`HTTP ${answer.status}`);
    return answer;
  } catch (gone) {
    const kept = await cache.match(WHO);
    if (kept && age === mine) return kept;
    throw gone;
  }
}

/** What a proxy says when the server behind it is gone. */
const isAway = (answer) => [502, 503, 504].includes(answer.status);

/** The network's page comes first, so a new build is there at the next load; the kept one when there is no network. */
async function page(request) {
  const kept = await (await caches.open(SHELL)).match('/');
  if (!kept) return fetch(request);
  const late = new Promise((give) => setTimeout(give, PATIENCE, null));
  const answer = await Promise.race([fetch(request).catch(() => null), late]);
  return answer && !isAway(answer) ? answer : kept;
}

/** Names with a hash never change: what is kept is right, of whichever build. */
async function asset(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}

addEventListener('push', (event) => {
  const told = event.data?.json() ?? {};
  const actions = told.task_id
    ? [
        { action: 'done', title: told.done },
        { action: 'snooze', title: told.snooze },
      ]
    : [];
  navigator.setAppBadge?.(told.unread);
  event.waitUntil(
    registration.showNotification(told.title ?? 'Voronka', {
      body: told.body,
      tag: `notice-${told.id}`,
      icon: '/icons/192.png',
      data: told,
      actions,
    }),
  );
});

addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(act(event.action, event.notification.data ?? {}));
});

async function act(action, told) {
  if (action === 'done' && (await post(`tasks/${told.task_id}/complete`, { result: '' }))) {
    await post(`notices/${told.id}/done`);
    return;
  }
  if (action === 'snooze' && (await post(`notices/${told.id}/snooze`, { minutes: 15 }))) return;
  await post(`notices/${told.id}/read`);
  await show(told.path ?? '/');
}

const post = (path, body = {}) =>
  fetch(`/api/v1/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }).then(
    (answer) => answer.ok,
    () => false,
  );

/** Brings an open window to the front and leads it there, or opens one. */
async function show(path) {
  const [open] = await clients.matchAll({ type: 'window' });
  if (!open) return clients.openWindow(path);
  // A browser may refuse to bring it to the front; it is led there all the same.
  await open.focus().catch(() => undefined);
  open.postMessage({ open: path });
}
