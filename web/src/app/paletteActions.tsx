import { FileInput, UserPlus, UserRound } from 'lucide-react';
import { bootstrap } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { can, getSession } from '@/lib/session';
import { matches } from '@/ui/option';
import locale from './moreLocale';
import { makeNew, NEW_CARDS } from './newCards';
import { addCommands, addProvider, type PaletteItem } from './palette';
import { queries } from './queries';
import { recordSearch } from './recordSearch';
import { router } from './router';

const may = (right: string) => can(getSession(), right);
const go = (href: string) => router.navigate({ href });

function creations(): PaletteItem[] {
  const items: PaletteItem[] = NEW_CARDS.filter((c) => may(`${c.kind}.create`)).map((c) => ({
    id: `new:${c.kind}`,
    label: c.label(),
    keys: c.keys,
    run: () => void makeNew(c, router.navigate),
  }));
  if (may('import'))
    items.push({
      id: 'new:import',
      label: text(locale, 'newImport'),
      icon: <FileInput size={16} />,
      run: () => void go('/import'),
    });
  if (may('admin'))
    items.push({
      id: 'new:user',
      label: text(locale, 'inviteUser'),
      icon: <UserPlus size={16} />,
      run: () => void go('/settings/users?at=invite'),
    });
  return items;
}

/** Colleagues by name; choosing one shows their deals. */
async function colleagues(query: string): Promise<PaletteItem[]> {
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
        void go(`/deals?filter=${encodeURIComponent(filter)}`);
      },
    }));
}

/** What the palette offers on every page besides sections: records, colleagues, things to make. */
export function addPaletteActions(): void {
  addCommands({ id: 'create', prefix: '+', items: creations });
  addProvider(recordSearch((href) => void go(href)));
  addProvider({
    id: 'people',
    label: () => text(locale, 'groupPeople'),
    prefixes: ['@'],
    search: colleagues,
  });
}
