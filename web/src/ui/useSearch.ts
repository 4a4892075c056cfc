import { useEffect, useRef, useState } from 'react';
import { matches, type Option } from './option';

export interface SearchSource<T extends Option> {
  /** A known list, filtered here. */
  options?: readonly T[] | undefined;
  /** Or a search of the server, 120 ms after the last key. An empty query asks for the usual choices. */
  search?: ((query: string, signal: AbortSignal) => Promise<T[]>) | undefined;
}

const PAUSE = 120;

/** The choices for what was typed. Old ones stay while new ones are on their way. */
export function useSearch<T extends Option>({ options, search }: SearchSource<T>, query: string, active: boolean) {
  const [found, setFound] = useState<T[]>([]);
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const latest = useRef(search);
  latest.current = search;
  const remote = !!search;

  useEffect(() => {
    if (!remote || !active) return;
    const abort = new AbortController();
    setState('busy');
    const timer = setTimeout(
      () => {
        latest.current?.(query.trim(), abort.signal).then(
          (next) => {
            if (abort.signal.aborted) return;
            setFound(next);
            setState('idle');
          },
          () => {
            if (!abort.signal.aborted) setState('failed');
          },
        );
      },
      query === '' ? 0 : PAUSE,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [remote, active, query]);

  const local = options && (query.trim() === '' ? [...options] : options.filter((o) => matches(o, query.trim())));
  return { found: local ?? found, state: remote ? state : ('idle' as const) };
}
