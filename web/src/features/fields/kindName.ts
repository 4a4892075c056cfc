import { text } from '@/lib/i18n';
import locale from './locale';
import { EMAIL_KINDS, PHONE_KINDS } from './model';

type Known = (typeof PHONE_KINDS)[number] | (typeof EMAIL_KINDS)[number];
const KNOWN: ReadonlySet<string> = new Set([...PHONE_KINDS, ...EMAIL_KINDS]);

/** The word for a kind of phone or e-mail; an account's own kinds are words already. */
export function kindName(kind: string): string {
  return KNOWN.has(kind) ? text(locale, kind as Known) : kind;
}

const SHORT = {
  workdd: 'workddShort',
  mobile: 'mobileShort',
  home: 'homeShort',
  private: 'privateShort',
  other: 'otherShort',
} as const;

/** The same for a narrow place, beside the number itself. */
export function shortKind(kind: string): string {
  return kind in SHORT ? text(locale, SHORT[kind as keyof typeof SHORT]) : kindName(kind);
}
