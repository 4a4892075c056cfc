import { useCallback, useState, useSyncExternalStore } from 'react';

const DESK = '(min-width: 720px)';

/** Whether the screen is wider than a phone's. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (tell) => {
      const query = window.matchMedia(DESK);
      query.addEventListener('change', tell);
      return () => query.removeEventListener('change', tell);
    },
    () => window.matchMedia(DESK).matches,
  );
}

const STORE = 'voronka.collapsed';

function read(): Record<string, number[]> {
  try {
    return JSON.parse(localStorage.getItem(STORE) ?? '{}');
  } catch {
    return {};
  }
}

/** The stages folded to a strip, kept on this device for each pipeline. */
export function useCollapsed(pipeline: number): [ReadonlySet<number>, (status: number, on: boolean) => void] {
  const [all, setAll] = useState(read);
  const set = useCallback(
    (status: number, on: boolean) =>
      setAll((was) => {
        const now = new Set(was[pipeline] ?? []);
        if (on) now.add(status);
        else now.delete(status);
        const next = { ...was, [pipeline]: [...now] };
        localStorage.setItem(STORE, JSON.stringify(next));
        return next;
      }),
    [pipeline],
  );
  return [new Set(all[pipeline] ?? []), set];
}
