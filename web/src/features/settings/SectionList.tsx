import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useText } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { cx } from '@/ui/cx';
import { Input } from '@/ui/Input';
import locale from './locale';
import { sectionName } from './sectionName';
import { GROUPS, type Section } from './sections';
import { useFound } from './useFound';

const GROUP_NAMES = {
  me: 'gMe',
  account: 'gAccount',
  sales: 'gSales',
  automation: 'gAutomation',
  journal: 'gJournal',
} as const;

/** The sections in groups; while something is typed, the settings it is found in. */
export function SectionList({ sections, chosen }: { sections: readonly Section[]; chosen: string | undefined }) {
  const t = useText(locale);
  const [query, setQuery] = useState('');
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLElement>(null);
  const found = useFound(sections, query);
  const asked = query.trim() !== '';
  useShortcuts([{ keys: '/', label: () => t('search'), run: () => box.current?.focus() }]);

  function key(event: KeyboardEvent) {
    if (event.key === 'Escape' && query) {
      event.stopPropagation();
      setQuery('');
    }
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      const first = list.current?.querySelector<HTMLAnchorElement>('a');
      if (!first) return;
      event.preventDefault();
      if (event.key === 'Enter' && asked) first.click();
      else first.focus();
    }
  }

  function walk(event: KeyboardEvent<HTMLElement>) {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a') ?? [])];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement) + step;
    if (at < 0) box.current?.focus();
    else links[at]?.focus();
  }

  const row =
    'flex min-h-[30px] items-center gap-2.5 rounded-control px-2 no-underline hover:bg-hover max-desk:min-h-[48px] max-desk:gap-3 aria-[current]:bg-selected aria-[current]:font-medium';
  return (
    <>
      <div className="shrink-0 p-2 pb-1">
        <h1 className="px-2 pt-1.5 pb-2 text-title font-semibold desk:sr-only">{t('settings')}</h1>
        <Input
          ref={box}
          compact
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={query}
          onChange={(e) => setQuery(e.target.value)}
          onKeyDown={key}
          before={<Search aria-hidden="true" size={14} />}
        />
      </div>
      <nav ref={list} aria-label={t('sections')} onKeyDown={walk} className="min-h-0 flex-1 overflow-y-auto p-2 pt-1">
        {asked ? (
          <ul aria-label={t('found')}>
            {found.map((f) => (
              <li key={`${f.section}:${f.label}:${f.at ?? f.id ?? ''}`}>
                <Link
                  to="/settings/$section"
                  params={{ section: f.section }}
                  search={{
                    ...(f.at ? { at: f.at } : {}),
                    ...(f.kind ? { kind: f.kind } : {}),
                    ...(f.id ? { id: f.id } : {}),
                  }}
                  className={cx(
                    row,
                    'flex-col items-start! gap-0! py-1.5 aria-[current]:bg-transparent aria-[current]:font-normal',
                  )}
                >
                  <span className="w-full truncate">{f.label}</span>
                  {f.label !== f.place && <span className="w-full truncate text-small text-muted">{f.place}</span>}
                </Link>
              </li>
            ))}
            {found.length === 0 && <li className="px-2 py-1 text-muted">{t('nothingFound')}</li>}
          </ul>
        ) : (
          GROUPS.map((group) => {
            const inside = sections.filter((s) => s.group === group);
            if (inside.length === 0) return null;
            return (
              <section key={group} aria-label={t(GROUP_NAMES[group])} className="pb-3">
                <div aria-hidden="true" className="caps px-2 pt-1 pb-1">
                  {t(GROUP_NAMES[group])}
                </div>
                <ul>
                  {inside.map((s) => (
                    <li key={s.id}>
                      <Link
                        to="/settings/$section"
                        params={{ section: s.id }}
                        search={{}}
                        aria-current={s.id === chosen ? 'page' : undefined}
                        className={row}
                      >
                        <s.icon aria-hidden="true" size={16} className="text-muted" />
                        <span className="min-w-0 truncate">{sectionName(t, s.id)}</span>
                      </Link>
                    </li>
                  ))}
                </ul>
              </section>
            );
          })
        )}
      </nav>
    </>
  );
}
