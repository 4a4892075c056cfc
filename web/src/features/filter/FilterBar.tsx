import { useSuspenseQuery } from '@tanstack/react-query';
import { ListFilter, Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { Button } from '@/ui/Button';
import { Chip } from '@/ui/Chip';
import { Input } from '@/ui/Input';
import { openMenu } from '@/ui/openMenu';
import locale from './locale';
import { type Condition, type Filter, NOTHING, readFilter, writeFilter } from './model';

// Chips and the menu know every type of field; a board without a filter does not wait for them.
const FilterChips = lazy(() => import('./FilterChips').then((m) => ({ default: m.FilterChips })));

/** Typing pauses this long before the list is asked. */
const PAUSE = 250;

/** The search line that is also the filter (`/`), with its conditions as chips. `value` is what the address holds. */
export function FilterBar({
  kind,
  value,
  onChange,
  closing = false,
}: {
  kind: CardKind;
  value: string;
  onChange: (json: string) => void;
  /** Offers filters for closed and deleted cards; the board has none. */
  closing?: boolean;
}) {
  const t = useText(locale);
  const { data: boot } = useSuspenseQuery(bootstrap);
  const input = useRef<HTMLInputElement>(null);
  const read = readFilter(value);
  const [draft, setDraft] = useState<Filter>(read ?? NOTHING);
  const [sent, setSent] = useState(value);
  const [open, setOpen] = useState<number | null>(null);
  // The address changed from outside (back, a link): it wins over the draft.
  if (sent !== value) {
    setSent(value);
    setDraft(read ?? NOTHING);
  }
  useShortcuts([
    {
      keys: '/',
      run: (event) => {
        event.preventDefault();
        input.current?.focus();
      },
    },
  ]);
  const send = (next: Filter) => {
    const json = writeFilter(next);
    if (json === sent) return;
    setSent(json);
    onChange(json);
  };
  const change = (next: Filter) => {
    setDraft(next);
    send(next);
  };
  const query = draft.query;
  const latest = useRef({ draft, send });
  latest.current = { draft, send };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a pause in typing sends the words
  useEffect(() => {
    // Nothing typed: what the address holds is left as it is, a filter that cannot be edited here too.
    if (query === (readFilter(sent)?.query ?? '')) return;
    const timer = setTimeout(() => latest.current.send(latest.current.draft), PAUSE);
    return () => clearTimeout(timer);
  }, [query]);
  const add = (condition: Condition) => {
    const next = { ...draft, conditions: [...draft.conditions, condition] };
    setDraft(next);
    setOpen(next.conditions.length - 1);
    send(next);
  };
  async function offer(anchor: HTMLElement) {
    const [{ filterMenu }] = await Promise.all([import('./filterMenu'), import('./ConditionEditor')]);
    openMenu({
      anchor,
      items: filterMenu({
        boot,
        kind,
        closing,
        onAdd: add,
        onPreset: (conditions) => change({ query: draft.query, conditions }),
      }),
    });
  }
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1.5 max-desk:flex-[1_0_auto] desk:flex-wrap">
      <Input
        ref={input}
        compact
        type="search"
        className="w-[240px] max-desk:w-[170px]! max-desk:flex-[1_0_170px]"
        before={<Search aria-hidden="true" size={14} />}
        aria-label={t('search')}
        placeholder={t('search')}
        value={draft.query}
        onChange={(e) => setDraft({ ...draft, query: e.target.value })}
        onKeyDown={(e) => {
          if (e.key === 'Enter') send(draft);
          if (e.key === 'Escape' && draft.query) {
            e.stopPropagation();
            change({ ...draft, query: '' });
          }
        }}
      />
      {read === null && <Chip label={t('complex')} value={t('complexText')} onRemove={() => change(NOTHING)} />}
      {draft.conditions.length > 0 && (
        <Suspense fallback={null}>
          <FilterChips
            kind={kind}
            conditions={draft.conditions}
            open={open}
            onOpen={setOpen}
            onChange={(conditions) => change({ ...draft, conditions })}
          />
        </Suspense>
      )}
      <Button
        variant="ghost"
        icon={<ListFilter size={16} />}
        aria-haspopup="menu"
        onClick={(event) => void offer(event.currentTarget)}
      >
        <span className="max-desk:sr-only">{t('add')}</span>
      </Button>
      {(draft.conditions.length > 0 || read === null) && (
        <Button variant="ghost" onClick={() => change(NOTHING)}>
          {t('clear')}
        </Button>
      )}
    </div>
  );
}
