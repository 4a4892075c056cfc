// The service worker: keeps the shell so that the app opens without a network, and shows what is pushed.
// Of the API it keeps one answer, who is signed in, and gives it out only when the network is gone. Signing out,
// signing in and a refused session forget it.
const SHELL = 'shell';
const ME = 'me';
const WHO = '/api/v1/bootstrap';

addEventListener('install', (event) => {
  event.waitUntil(keepShell().then(() => skipWaiting()));
});
addEventListener('activate', (event) => event.waitUntil(clients.claim()));

/** Stores the page and the files it names. */
async function keepShell() {
  const page = await fetch('/', { cache: 'no-store' });
  if (!page.ok) return;
  const cache = await caches.open(SHELL);
  const html = await page.clone().text();
  const files = [...html.matchAll(/(?:src|href)="(\/(?:assets\/)?[^"/]+\.(?:js|css|svg))"/g)].map((m) => m[1]);
  await cache.addAll(files);
  await cache.put('/', page);
  await prune(cache, html);
}

// What a page had loaded before this worker was there.
addEventListener('message', (event) => {
  const files = event.data?.keep;
  if (Array.isArray(files)) event.waitUntil(caches.open(SHELL).then((cache) => keep(cache, files)));
});

async function keep(cache, files) {
  for (const file of files) if (!(await cache.match(file))) await cache.add(file).catch(() => undefined);
}

/** Files of older builds go when there are many: their names bear hashes and never come back. */
async function prune(cache, html) {
  const old = (await cache.keys()).filter((r) => r.url.includes('/assets/') && !html.includes(new URL(r.url).pathname));
  for (const request of old.slice(0, Math.max(0, old.length - 300))) await cache.delete(request);
}

addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (url.pathname === '/api/v1/session') {
    event.respondWith(caches.delete(ME).then(() => fetch(request)));
  } else if (request.method !== 'GET') {
    return;
  } else if (url.pathname === WHO) {
    event.respondWith(who(request));
  } else if (request.mode === 'navigate' && !url.pathname.startsWith('/api/')) {
    event.respondWith(page(request));
  } else if (url.pathname.startsWith('/assets/') || url.pathname === '/boot.js' || url.pathname === '/icon.svg') {
    event.respondWith(asset(request));
  }
});

async function who(request) {
  const cache = await caches.open(ME);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(WHO, answer.clone());
    else if (answer.status === 401 || answer.status === 403) await caches.delete(ME);
    return answer;
  } catch (gone) {
    const kept = await cache.match(WHO);
    if (kept) return kept;
    throw gone;
  }
}

async function page(request) {
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.headers.get('Content-Type')?.startsWith('text/html')) {
      const cache = await caches.open(SHELL);
      await cache.put('/', answer.clone());
    }
    return answer;
  } catch (gone) {
    const kept = await caches.match('/', { cacheName: SHELL });
    if (kept) return kept;
    throw gone;
  }
}

/** Names with a hash never change: what is kept is right. The others are asked for first. */
async function asset(request) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept && request.url.includes('/assets/')) return kept;
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch (gone) {
    if (kept) return kept;
    throw gone;
  }
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
  await open.focus();
  open.postMessage({ open: path });
}
