import { text } from '@/lib/i18n';
import locale from '../locale';
import type { Values } from '../model';

/** What a value of a link leads to, as the server lets this reader know it. */
export interface Link {
  kind: 'deal' | 'contact' | 'company' | 'user';
  id: number;
  name?: string;
  deleted?: boolean;
  hidden?: boolean;
}

export const LINK_KINDS = ['deal', 'contact', 'company', 'user'] as const;

/** Links out of the values; what is not one is left out. A filter holds them as "contact:5". */
export function links(values: Values): Link[] {
  return values.flatMap((v) => {
    if (typeof v === 'string') {
      const [kind, id] = v.split(':');
      return kind && Number(id) > 0 ? [{ kind: kind as Link['kind'], id: Number(id) }] : [];
    }
    const l = v as Partial<Link> | null;
    return l && typeof l === 'object' && l.kind && typeof l.id === 'number' ? [l as Link] : [];
  });
}

/** How a link reads: its name, or why there is none. */
export function linkName(l: Link): string {
  const kind = text(locale, `link_${l.kind}`);
  if (l.deleted)
    return l.name ? text(locale, 'linkDeletedName', { name: l.name }) : text(locale, 'linkDeleted', { kind });
  if (l.hidden) return text(locale, 'linkHidden', { kind });
  return l.name ?? `${kind} № ${l.id}`;
}
