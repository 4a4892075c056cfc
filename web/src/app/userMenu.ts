import { request } from '@/lib/api';
import { getLang, LANGS, setLang, text } from '@/lib/i18n';
import { lettersEnabled, setLetters } from '@/lib/keys';
import { getSession, setSession } from '@/lib/session';
import { currentDensity, currentTheme, setDensity, setTheme, type Theme } from '@/lib/theme';
import type { MenuItem } from '@/ui/menuModel';
import locale from './moreLocale';
import { queries } from './queries';

const THEMES = { system: 'themeSystem', light: 'themeLight', dark: 'themeDark' } as const;
const LANGUAGE = { ru: 'Русский', en: 'English' };

/** Ends the session here and on the server, and forgets what this device kept of it. */
export async function signOut(): Promise<void> {
  const { leave } = await import('@/features/offline');
  if (!(await leave())) return;
  await request('/api/v1/session', { method: 'DELETE' }).catch(() => undefined);
  queries.clear();
  setSession(null);
  window.location.assign('/sign-in');
}

/** Theme, density, language, help, sign-out. */
export function userMenu(onHelp: () => void): MenuItem[] {
  const items: MenuItem[] = [
    {
      kind: 'sub',
      id: 'theme',
      label: text(locale, 'theme'),
      items: (Object.keys(THEMES) as Theme[]).map((theme) => ({
        id: theme,
        label: text(locale, THEMES[theme]),
        checked: currentTheme() === theme,
        onSelect: () => setTheme(theme),
      })),
    },
    {
      kind: 'sub',
      id: 'density',
      label: text(locale, 'density'),
      items: (['compact', 'comfortable'] as const).map((density) => ({
        id: density,
        label: text(locale, density),
        checked: currentDensity() === density,
        onSelect: () => setDensity(density),
      })),
    },
    {
      kind: 'sub',
      id: 'language',
      label: text(locale, 'language'),
      items: LANGS.map((lang) => ({
        id: lang,
        label: LANGUAGE[lang],
        checked: getLang() === lang,
        onSelect: () => setLang(lang),
      })),
    },
    { kind: 'separator', id: 's1' },
    { id: 'help', label: text(locale, 'shortcuts'), keys: '?', onSelect: onHelp },
    {
      id: 'letters',
      label: text(locale, 'letters'),
      checked: lettersEnabled(),
      onSelect: () => setLetters(!lettersEnabled()),
    },
  ];
  if (!getSession()) return items;
  return [
    ...items,
    { kind: 'separator', id: 's2' },
    { id: 'out', label: text(locale, 'signOut'), onSelect: () => void signOut() },
  ];
}
