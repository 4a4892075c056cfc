import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { text } from '@/lib/i18n';
import { getSession } from '@/lib/session';
import { matches } from '@/ui/option';
import keptLocale from './keptLocale';
import { useKeptRecords } from './keptRecords';
import locale from './moreLocale';
import { NAV } from './nav';
import { listCommands, listProviders, type PaletteItem, type PalettePrefix } from './palette';

export interface PaletteGroup {
  label: string;
  items: readonly PaletteItem[];
}

/** What was typed, as its prefix and the rest. */
export function split(typed: string): { prefix: PalettePrefix; query: string } {
  const head = typed.trimStart();
  const prefix = (['>', '#', '@', '+'] as const).find((p) => head.startsWith(p)) ?? '';
  return { prefix, query: head.slice(prefix.length).trim() };
}

const PAUSE = 120;

/** Groups for what was typed: records from the providers, commands of the page, sections, recent records. */
export function usePaletteGroups(typed: string, onClose: () => void) {
  const navigate = useNavigate();
  const { prefix, query } = split(typed);
  const [records, setRecords] = useState<PaletteGroup[]>([]);
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');

  useEffect(() => {
    const asked = query === '' || prefix === '>' || prefix === '+' ? [] : listProviders(prefix);
    if (asked.length === 0) {
      setRecords([]);
      setState('idle');
      return;
    }
    const abort = new AbortController();
    setState('busy');
    const timer = setTimeout(async () => {
      const answers = await Promise.allSettled(asked.map((p) => p.search(query, abort.signal)));
      if (abort.signal.aborted) return;
      setRecords(
        answers.flatMap((a, i) =>
          a.status === 'fulfilled' && a.value.length > 0 ? [{ label: asked[i]?.label() ?? '', items: a.value }] : [],
        ),
      );
      setState(answers.some((a) => a.status === 'rejected') ? 'failed' : 'idle');
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [prefix, query]);

  const go = useCallback((href: string) => () => void navigate({ href }), [navigate]);
  const { recent, starred } = useKeptRecords(go);
  const fixed = useMemo(() => {
    const sections: PaletteItem[] = NAV.filter((n) => n.right(getSession())).map((n) => ({
      id: `nav:${n.id}`,
      label: n.label(),
      icon: <n.icon size={16} />,
      keys: n.keys,
      run: go(n.to),
    }));
    const found = (items: readonly PaletteItem[]) =>
      query === '' ? items : items.filter((i) => matches({ value: i.id, label: i.label, hint: i.hint }, query));
    const groups: Record<PalettePrefix, PaletteGroup[]> = {
      '': [
        { label: text(locale, 'groupRecent'), items: query === '' ? recent : [] },
        { label: text(keptLocale, 'starred'), items: query === '' ? starred : [] },
        { label: text(locale, 'groupCommands'), items: found(listCommands('>')) },
        { label: text(locale, 'groupCreate'), items: found(listCommands('+')) },
        { label: text(locale, 'groupNav'), items: found(sections) },
      ],
      '>': [
        { label: text(locale, 'groupCommands'), items: found(listCommands('>')) },
        { label: text(locale, 'groupNav'), items: found(sections) },
      ],
      '+': [{ label: text(locale, 'groupCreate'), items: found(listCommands('+')) }],
      '#': [],
      '@': [],
    };
    return groups[prefix];
  }, [prefix, query, go, recent, starred]);

  const groups = [...records, ...fixed].filter((g) => g.items.length > 0);
  const run = (item: PaletteItem) => {
    onClose();
    item.run();
  };
  return { groups, state, run };
}
