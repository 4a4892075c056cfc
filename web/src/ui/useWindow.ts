import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { placesOf, rangeAt, type Span } from './window';

/**
 * A window over a long list: only the items in sight (and `overscan` more on both sides) are drawn, each at its `start`.
 * With `heightOf` heights differ and are corrected by those measured (`measure` is the ref of a drawn item, which
 * carries its key as `data-key`); without it every item is `height` high and nothing is measured.
 */
export function useWindow({
  scroller,
  count,
  height,
  heightOf,
  keyOf,
  gap = 0,
  overscan = 4,
  offset = 0,
  room = 800,
}: {
  scroller: RefObject<HTMLElement | null>;
  count: number;
  height: number;
  heightOf?: (index: number) => number;
  keyOf?: (index: number) => number;
  gap?: number;
  overscan?: number;
  /** Where the list begins inside what scrolls. */
  offset?: number;
  /** How much is in sight until the scroller is measured. */
  room?: number;
}) {
  const [known] = useState(() => new Map<number, number>());
  const [version, setVersion] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a measured height is a new place for all that follow
  const places = useMemo(
    () => placesOf(count, gap, height, heightOf && ((i) => known.get(keyOf?.(i) ?? i) ?? heightOf(i))),
    [count, gap, height, heightOf, keyOf, version],
  );
  const [range, setRange] = useState(() => rangeAt(places, -offset, room, overscan));
  const latest = useRef({ places, overscan, offset, known, range });
  latest.current = { places, overscan, offset, known, range };

  const look = useCallback(
    (now: boolean) => {
      const element = scroller.current;
      if (!element) return;
      const { places: all, overscan: over, offset: from, range: was } = latest.current;
      // Where nothing is laid out there is no height; what is drawn then is as good a guess as any.
      const next = rangeAt(all, element.scrollTop - from, element.clientHeight || room, over);
      if (next.first === was.first && next.last === was.last) return;
      if (now) flushSync(() => setRange(next));
      else setRange(next);
    },
    [scroller, room],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: other places, another range
  useLayoutEffect(() => look(false), [look, places, offset]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = () => look(true);
    element.addEventListener('scroll', onScroll, { passive: true });
    const sizes = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(() => look(false));
    sizes?.observe(element);
    return () => {
      element.removeEventListener('scroll', onScroll);
      sizes?.disconnect();
    };
  }, [scroller, look]);

  const watcher = useRef<ResizeObserver | null>(null);
  const take = useCallback((element: HTMLElement) => {
    const key = Number(element.dataset.key);
    const tall = element.offsetHeight;
    if (tall === 0 || latest.current.known.get(key) === tall) return;
    latest.current.known.set(key, tall);
    setVersion((v) => v + 1);
  }, []);
  const measure = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return;
      take(element);
      if (typeof ResizeObserver === 'undefined') return;
      watcher.current ??= new ResizeObserver((list) => {
        for (const { target } of list) if (target.isConnected) take(target as HTMLElement);
      });
      const seen = watcher.current;
      seen.observe(element);
      return () => seen.unobserve(element);
    },
    [take],
  );

  /** Scrolls as little as brings the item into sight, below what covers the top. */
  const scrollTo = useCallback(
    (index: number, covered = 0) => {
      const element = scroller.current;
      const { places: all } = latest.current;
      if (!element || index < 0 || index >= all.count) return;
      const start = all.startOf(index);
      const end = start + all.heightOf(index) + covered;
      if (start < element.scrollTop) element.scrollTop = start;
      else if (end > element.scrollTop + element.clientHeight) element.scrollTop = end - element.clientHeight;
    },
    [scroller],
  );

  const items: Span[] = [];
  for (let i = range.first; i <= Math.min(range.last, count - 1); i++)
    items.push({ index: i, start: places.startOf(i) });
  return { items, total: places.total, measure, scrollTo };
}
