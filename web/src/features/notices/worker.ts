let started = false;

/** Registers the service worker when nothing else is to do; it keeps the shell and shows pushes. */
export function startWorker(show: (path: string) => void): void {
  if (started || import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  started = true;
  const go = () => void navigator.serviceWorker.register('/sw.js').catch(() => undefined);
  if (document.readyState === 'complete') setTimeout(go, 1000);
  else window.addEventListener('load', () => setTimeout(go, 1000));
  navigator.serviceWorker.addEventListener('message', (event) => {
    const { open } = (event.data ?? {}) as { open?: string };
    if (open?.startsWith('/') && !open.startsWith('//')) show(open);
  });
}
