import { useNavigate } from '@tanstack/react-router';
import { Building2, Contact, FileInput, Handshake, UserPlus, UserRound } from 'lucide-react';
import { bootstrap } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { can, getSession } from '@/lib/session';
import { type Wanted, want } from '@/lib/wanted';
import { matches } from '@/ui/option';
import locale from './locale';
import { type PaletteItem, useCommands, usePaletteProvider } from './palette';
import { queries } from './queries';

const MAKE = [
  { kind: 'deal', to: '/deals', icon: Handshake, label: 'newDeal', keys: 'n d' },
  { kind: 'contact', to: '/contacts', icon: Contact, label: 'newContact', keys: 'n c' },
  { kind: 'company', to: '/companies', icon: Building2, label: 'newCompany', keys: 'n o' },
] as const;

const groupCreate = () => text(locale, 'groupCreate');

/** What the palette offers on every page besides records: things to make, and colleagues with their deals. */
export function usePaletteActions(): void {
  const navigate = useNavigate();
  const may = (right: string) => can(getSession(), right);
  async function make(kind: Wanted, to: string) {
    await navigate({ href: to });
    want(kind);
  }

  useShortcuts(
    MAKE.map((m) => ({
      keys: m.keys,
      label: () => text(locale, m.label),
      group: groupCreate,
      when: () => may(`${m.kind}.create`),
      run: (event: KeyboardEvent) => {
        event.preventDefault();
        void make(m.kind, m.to);
      },
    })),
  );
  useCommands({
    id: 'create',
    prefix: '+',
    items: () => [
      ...MAKE.filter((m) => may(`${m.kind}.create`)).map(
        (m): PaletteItem => ({
          id: `new:${m.kind}`,
          label: text(locale, m.label),
          icon: <m.icon size={16} />,
          keys: m.keys,
          run: () => void make(m.kind, m.to),
        }),
      ),
      ...(may('import')
        ? [
            {
              id: 'new:import',
              label: text(locale, 'newImport'),
              icon: <FileInput size={16} />,
              run: () => void navigate({ href: '/import' }),
            },
          ]
        : []),
      ...(may('admin')
        ? [
            {
              id: 'new:user',
              label: text(locale, 'inviteUser'),
              icon: <UserPlus size={16} />,
              run: () => void navigate({ href: '/settings/users?at=invite' }),
            },
          ]
        : []),
    ],
  });
  usePaletteProvider({
    id: 'people',
    label: () => text(locale, 'groupPeople'),
    prefixes: ['@'],
    search: async (query) => {
      const { users } = await queries.ensureQueryData(bootstrap);
      return users
        .filter((u) => u.is_active && matches({ value: '', label: u.name }, query))
        .slice(0, 5)
        .map((u) => ({
          id: `user:${u.id}`,
          label: u.name,
          hint: text(locale, 'theirDeals'),
          icon: <UserRound size={16} />,
          run: () => {
            const filter = JSON.stringify({ field: 'responsible', op: 'in', value: [u.id] });
            void navigate({ href: `/deals?filter=${encodeURIComponent(filter)}` });
          },
        }));
    },
  });
}
