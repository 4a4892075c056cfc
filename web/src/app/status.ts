import { useEffect, useState } from 'react';
import { getLostAt, onReach } from '@/lib/reach';
import { isIdle } from './idle';

/** The name of the entry script a page asks for; it changes with every build. */
export function entryOf(html: string): string | undefined {
  return /<script[^>]+type="module"[^>]+src="([^"]+)"/.exec(html)?.[1];
}

const EVERY = 10 * 60_000;
const LOOK = 2000;

const waitingWorker = async (): Promise<boolean> =>
  !!(await navigator.serviceWorker?.getRegistration().catch(() => undefined))?.waiting;

/** The worker of the build this page runs need not wait: the page has what it would bring. */
async function settleWorker(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration();
  if (worker?.waiting) worker.waiting.postMessage({ skip: true });
  else await worker?.update();
}

/** Lets the new worker in and loads the page again. Only a person calls it. */
export async function takeNewVersion(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  worker?.waiting?.postMessage({ skip: true });
  window.location.reload();
}

/**
 * Whether the server has a newer client than the one running, and nothing would be lost by loading it. Asked every ten
 * minutes, on return to the tab and when the connection is back.
 */
export function useNewVersion(): boolean {
  const [newer, setNewer] = useState(false);
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    if (!newer) return;
    setIdle(isIdle());
    const timer = setInterval(() => setIdle(isIdle()), LOOK);
    return () => clearInterval(timer);
  }, [newer]);
  useEffect(() => {
    if (import.meta.env.DEV) return;
    const mine = document.querySelector<HTMLScriptElement>('script[type="module"]')?.getAttribute('src');
    let last = 0;
    const ask = async () => {
      if (document.hidden || Date.now() - last < 60_000) return;
      last = Date.now();
      const html = await fetch('/', { cache: 'no-store' }).then(
        (r) => (r.ok ? r.text() : ''),
        () => '',
      );
      const theirs = entryOf(html);
      if (!mine || !theirs) return;
      setNewer(theirs !== mine);
      if (theirs === mine) await settleWorker().catch(() => undefined);
    };
    const back = () => {
      if (getLostAt()) return;
      last = 0;
      void ask();
    };
    // A worker that waited while this page was loaded is of this build, or of a newer one.
    void waitingWorker().then((waits) => (waits ? ask() : undefined));
    const timer = setInterval(ask, EVERY);
    document.addEventListener('visibilitychange', ask);
    const stop = onReach(back);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
      stop();
    };
  }, []);
  return newer && idle;
}
