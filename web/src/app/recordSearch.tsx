import { Building2, Contact, Handshake } from 'lucide-react';
import { api, call } from '@/lib/api';
import { text } from '@/lib/i18n';
import locale from './moreLocale';
import type { PaletteProvider } from './palette';

const LOOK = {
  deal: { icon: Handshake, href: '/deals' },
  contact: { icon: Contact, href: '/contacts' },
  company: { icon: Building2, href: '/companies' },
};

/** Deals, people and companies by any part of what is known of them; after `#` by number. */
export const recordSearch = (go: (href: string) => void): PaletteProvider => ({
  id: 'records',
  label: () => text(locale, 'groupRecords'),
  prefixes: ['#', '@'],
  search: async (q, signal) => {
    const { items } = await call(api.GET('/api/v1/search', { params: { query: { q, limit: 12 } }, signal }));
    return items.map((hit) => {
      const { icon: Icon, href } = LOOK[hit.kind];
      return {
        id: `${hit.kind}-${hit.id}`,
        label: hit.name,
        hint: hit.detail || undefined,
        icon: <Icon size={16} />,
        run: () => go(`${href}/${hit.id}`),
      };
    });
  },
});
