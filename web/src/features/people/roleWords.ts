import { text } from '@/lib/i18n';
import type { Rights } from './api';
import locale from './locale';
import { EXTRAS, sayRights } from './model';

/** What a role allows, in sentences: "Deals: sees all, adds and changes own." */
export function roleWords(rights: Rights): string {
  const kinds = sayRights(rights).map(({ kind, parts }) => {
    const what =
      parts.length === 0
        ? text(locale, 'closed')
        : parts
            .map(
              ({ scope, actions }) =>
                `${joined(actions.map((a) => text(locale, `does_${a}`)))} ${text(locale, `reach_${scope}`)}`,
            )
            .join(', ');
    return `${text(locale, `kind_${kind}`)}: ${what}.`;
  });
  const extra = EXTRAS.filter((e) => rights.extra?.[e]).map((e) => text(locale, `also_${e}`));
  if (extra.length > 0) kinds.push(text(locale, 'also', { what: joined(extra) }));
  const narrowed = Object.keys(rights.statuses ?? {}).length;
  if (narrowed > 0) kinds.push(text(locale, 'narrowed', { n: narrowed }));
  return kinds.join(' ');
}

function joined(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} ${text(locale, 'and')} ${words.at(-1)}`;
}
