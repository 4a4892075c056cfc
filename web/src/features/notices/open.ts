const OPEN = 'voronka:notices';

/** Opens the notification centre, wherever it is asked for. */
export const openNotices = (): void => {
  window.dispatchEvent(new Event(OPEN));
};

/** Calls `fn` when it is asked for. Returns the way to stop. */
export function onOpenNotices(fn: () => void): () => void {
  window.addEventListener(OPEN, fn);
  return () => window.removeEventListener(OPEN, fn);
}
