import { text } from '@/lib/i18n';
import { type Wanted, want } from '@/lib/wanted';
import locale from './locale';

/** What can be made from anywhere: the page it is made on, its shortcut, its name. */
export const NEW_CARDS = [
  { kind: 'deal', to: '/deals', keys: 'n d', label: () => text(locale, 'newDeal') },
  { kind: 'contact', to: '/contacts', keys: 'n c', label: () => text(locale, 'newContact') },
  { kind: 'company', to: '/companies', keys: 'n o', label: () => text(locale, 'newCompany') },
] as const satisfies readonly { kind: Wanted; to: string; keys: string; label: () => string }[];

/** Goes to the page and has the form opened there. */
export async function makeNew(
  card: { kind: Wanted; to: string },
  navigate: (to: { href: string }) => Promise<void>,
): Promise<void> {
  await navigate({ href: card.to });
  want(card.kind);
}
