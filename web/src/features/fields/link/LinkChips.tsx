import { ArrowUpRight } from 'lucide-react';
import { useText } from '@/lib/i18n';
import locale from '../locale';
import type { Values } from '../model';
import { type Link, linkName, links } from './links';

const PATHS = { deal: '/deals', contact: '/contacts', company: '/companies' } as const;

/** Where the links of a field lead, for those the reader may open. */
export function LinkChips({ values }: { values: Values }) {
  const t = useText(locale);
  return links(values)
    .filter((l): l is Link & { kind: keyof typeof PATHS } => l.kind in PATHS && !l.deleted && !l.hidden)
    .map((l) => (
      <a
        key={`${l.kind}:${l.id}`}
        href={`${PATHS[l.kind]}/${l.id}`}
        aria-label={t('linkOpen', { name: linkName(l) })}
        data-tip={linkName(l)}
        className="grid size-tap shrink-0 place-items-center rounded-control text-muted hover:bg-hover hover:text-accent"
      >
        <ArrowUpRight aria-hidden="true" size={16} />
      </a>
    ));
}
