import { text } from '@/lib/i18n';
import type { Option } from '@/ui/option';
import type { ImportDetail } from './api';
import locale from './locale';
import { choiceOf } from './model';
import { kindWord } from './words';

/** A name in the middle of a line begins small, unless it is an abbreviation. */
const lowered = (name: string) => (/^\p{Lu}\p{Ll}/u.test(name) ? name[0]?.toLocaleLowerCase() + name.slice(1) : name);

/** Where a column may go, with what stands there already. */
export function placeOptions(detail: ImportDetail, index: number, mayMake: boolean): Option[] {
  const taken = new Map(detail.plan.columns.filter((c) => c.index !== index).map((c) => [choiceOf(c), c.index]));
  const titleOf = (at: number) => detail.columns.find((c) => c.index === at)?.title ?? '';
  const made: Option[] = mayMake
    ? (['contact', 'company', 'deal'] as const).map((kind) => ({
        value: `new:${kind}`,
        label: text(locale, `new_${kind}`),
        hint: text(locale, 'newHint'),
      }))
    : [];
  return [
    { value: 'skip', label: text(locale, 'skip') },
    ...detail.targets.map((x) => {
      const other = x.many ? undefined : taken.get(x.target);
      return {
        value: x.target,
        label: `${kindWord(x.kind as 'deal')}: ${/^(company|deal)\.name$/.test(x.target) ? text(locale, 'placeName') : lowered(x.name)}`,
        hint: other === undefined ? undefined : text(locale, 'takenBy', { name: titleOf(other) }),
      };
    }),
    ...made,
  ];
}
