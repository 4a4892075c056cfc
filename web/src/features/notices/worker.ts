let started = false;

/** Registers the service worker when nothing else is to do; it keeps the shell and shows pushes. */
export function startWorker(show: (path: string) => void): void {
  if (started || import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  started = true;
  const go = () => void register().catch(() => undefined);
  if (document.readyState === 'complete') setTimeout(go, 1000);
  else window.addEventListener('load', () => setTimeout(go, 1000));
  navigator.serviceWorker.addEventListener('message', (event) => {
    const { open } = (event.data ?? {}) as { open?: string };
    if (open?.startsWith('/') && !open.startsWith('//')) show(open);
  });
}

/** What this page loaded before the worker was there is named to it, so that the app opens without a network next time. */
async function register(): Promise<void> {
  await navigator.serviceWorker.register('/sw.js');
  const { active } = await navigator.serviceWorker.ready;
  const keep = performance
    .getEntriesByType('resource')
    .map((entry) => new URL(entry.name))
    .filter((url) => url.origin === location.origin && url.pathname.startsWith('/assets/'))
    .map((url) => url.pathname);
  active?.postMessage({ keep });
}
