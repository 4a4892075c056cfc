import { text } from '@/lib/i18n';
import locale from './locale';
import { EMAIL_KINDS, PHONE_KINDS } from './model';

type Known = (typeof PHONE_KINDS)[number] | (typeof EMAIL_KINDS)[number];
const KNOWN: ReadonlySet<string> = new Set([...PHONE_KINDS, ...EMAIL_KINDS]);

/** The word for a kind of phone or e-mail; an account's own kinds are words already. */
export function kindName(kind: string): string {
  return KNOWN.has(kind) ? text(locale, kind as Known) : kind;
}
