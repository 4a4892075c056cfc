import { Building2, Contact, Handshake } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { components } from '@/api/schema';
import { api, call } from '@/lib/api';
import { recentRecords } from '@/lib/recent';
import type { PaletteItem } from './palette';

type Kept = components['schemas']['KeptView'];

const LOOK = {
  deal: { icon: Handshake, href: '/deals' },
  contact: { icon: Contact, href: '/contacts' },
  company: { icon: Building2, href: '/companies' },
};
const MOST = 10;

/** Records at hand: those opened on this device at once, those of one's other devices and favourites as the server answers. */
export function useKeptRecords(go: (href: string) => () => void): { recent: PaletteItem[]; starred: PaletteItem[] } {
  const [kept, setKept] = useState<{ recent: readonly Kept[]; starred: readonly Kept[] }>({ recent: [], starred: [] });
  useEffect(() => {
    const abort = new AbortController();
    call(api.GET('/api/v1/me/recent', { params: { query: { limit: MOST } }, signal: abort.signal })).then(
      setKept,
      // Without an answer those of this device stand alone.
      () => undefined,
    );
    return () => abort.abort();
  }, []);
  return useMemo(() => {
    const item = (prefix: string) => (k: Kept) => {
      const { icon: Icon, href } = LOOK[k.kind];
      const to = `${href}/${k.id}`;
      return { id: `${prefix}:${k.kind}-${k.id}`, label: k.name, icon: <Icon size={16} />, run: go(to) };
    };
    const here = recentRecords().map((r) => ({ ...r, id: `recent:${r.id}`, run: go(r.href) }));
    const there = kept.recent.map(item('recent')).filter((r) => here.every((h) => h.id !== r.id));
    return { recent: [...here, ...there].slice(0, MOST), starred: kept.starred.slice(0, MOST).map(item('starred')) };
  }, [kept, go]);
}
