import { useEffect, useState, useSyncExternalStore } from 'react';

function watch(tell: () => void): () => void {
  window.addEventListener('online', tell);
  window.addEventListener('offline', tell);
  return () => {
    window.removeEventListener('online', tell);
    window.removeEventListener('offline', tell);
  };
}

export function useOnline(): boolean {
  return useSyncExternalStore(watch, () => navigator.onLine);
}

/** The name of the entry script a page asks for; it changes with every build. */
export function entryOf(html: string): string | undefined {
  return /<script[^>]+type="module"[^>]+src="([^"]+)"/.exec(html)?.[1];
}

const EVERY = 10 * 60_000;

/** Whether the server has a newer client than the one running. Asked every ten minutes and on return to the tab. */
export function useNewVersion(): boolean {
  const [newer, setNewer] = useState(false);
  useEffect(() => {
    if (import.meta.env.DEV) return;
    const mine = document.querySelector<HTMLScriptElement>('script[type="module"]')?.getAttribute('src');
    let last = Date.now();
    const ask = async () => {
      if (document.hidden || Date.now() - last < 60_000) return;
      last = Date.now();
      const html = await fetch('/', { cache: 'no-store' }).then(
        (r) => (r.ok ? r.text() : ''),
        () => '',
      );
      const theirs = entryOf(html);
      if (mine && theirs && theirs !== mine) setNewer(true);
    };
    const timer = setInterval(ask, EVERY);
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, []);
  return newer;
}
