import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import locale from './locale';
import type { BulkItem } from './model';

const PATH = { deal: 'deals', contact: 'contacts', company: 'companies' } as const;

/** The cards that were not changed, or not put back, each with its reason. */
export function Reasons({ kind, items, more }: { kind: CardKind; items: readonly BulkItem[]; more: boolean }) {
  const t = useText(locale);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled by keyboard too
    <ul tabIndex={0} aria-label={t('why')} className="flex max-h-[200px] flex-col gap-1 overflow-auto text-small">
      {items.map((item) => (
        <li key={item.entity.id}>
          {item.name ? (
            <a href={`/${PATH[kind]}/${item.entity.id}`} className="text-accent">
              {item.name}
            </a>
          ) : (
            t('unseen', { id: item.entity.id })
          )}
          <span className="block text-muted">{item.reason}</span>
        </li>
      ))}
      {more && <li className="text-muted">{t('more')}</li>}
    </ul>
  );
}
