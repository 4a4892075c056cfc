import { type ComponentType, type ReactNode, Suspense, use } from 'react';

export type Later<P> = ComponentType<P> & {
  /** Fetches the part beforehand. `undefined` when it is there already. */
  preload: () => Promise<void> | undefined;
};

/**
 * A part whose code comes with its first need. Unlike `React.lazy` it draws at once when it was fetched before, so that
 * nothing flickers and no key is lost; `preload` fetches it in idle time, on hover and on focus.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>, fallback: ReactNode = null): Later<P> {
  let Loaded: ComponentType<P> | undefined;
  let drawn: Promise<void> | undefined;
  const fetch = async () => {
    Loaded = await load();
  };
  function Part(props: P) {
    if (!Loaded) {
      drawn ??= fetch();
      use(drawn);
    }
    return Loaded ? <Loaded {...props} /> : fallback;
  }
  function LaterPart(props: P) {
    return (
      <Suspense fallback={fallback}>
        <Part {...props} />
      </Suspense>
    );
  }
  return Object.assign(LaterPart, { preload: () => (Loaded ? undefined : fetch().catch(() => undefined)) });
}

/** Runs the work when the page has nothing else to do. Returns how to call it off. */
export function whenIdle(work: () => void): () => void {
  if (!window.requestIdleCallback) {
    const timer = setTimeout(work, 1000);
    return () => clearTimeout(timer);
  }
  const id = window.requestIdleCallback(work, { timeout: 3000 });
  return () => window.cancelIdleCallback(id);
}
