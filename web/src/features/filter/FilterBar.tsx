import { ListFilter, Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { Button } from '@/ui/Button';
import { Input } from '@/ui/Input';
import { later } from '@/ui/later';
import locale from './barLocale';
import { joinFilter, splitFilter } from './model';

// Conditions know every type of field; a page without a filter does not wait for them.
const FilterParts = later(() => import('./FilterParts').then((m) => m.FilterParts));

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
  const input = useRef<HTMLInputElement>(null);
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [picking, setPicking] = useState(false);
  const [used, setUsed] = useState(false);
  const [query, setQuery] = useState(() => splitFilter(value).query);
  const [sent, setSent] = useState(value);
  const [seen, setSeen] = useState(value);
  /** What was sent and has not come back by the address. */
  const [coming, setComing] = useState<readonly string[]>([]);
  if (seen !== value) {
    setSeen(value);
    const ours = coming.indexOf(value);
    setComing(coming.slice(ours + 1));
    // The address changed from outside (back, a link): it wins over the draft.
    if (ours < 0) {
      setComing([]);
      setSent(value);
      setQuery(splitFilter(value).query);
    }
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
  const send = (words: string, rest: string) => {
    const json = joinFilter(words, rest);
    if (json === sent) return;
    setSent(json);
    setComing([...coming, json]);
    onChange(json);
  };
  const { rest } = splitFilter(sent);
  const latest = useRef(() => {});
  latest.current = () => send(query, rest);
  useEffect(() => {
    // Nothing typed: what the address holds is left as it is.
    if (query === splitFilter(sent).query) return;
    const timer = setTimeout(() => latest.current(), PAUSE);
    return () => clearTimeout(timer);
  }, [query, sent]);
  return (
    <div className="flex min-w-0 flex-1 items-center gap-1.5 max-desk:flex-[1_0_auto] desk:flex-wrap">
      <Input
        ref={input}
        compact
        type="search"
        className="w-[240px] max-desk:-order-2 max-desk:w-[170px]! max-desk:flex-[1_0_170px]"
        before={<Search aria-hidden="true" size={14} />}
        aria-label={t('search')}
        placeholder={t('search')}
        value={query}
        onChange={(e) => setQuery(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === 'Enter') send(query, rest);
          if (e.key === 'Escape' && query) {
            e.stopPropagation();
            setQuery('');
            send('', rest);
          }
        }}
      />
      {(used || rest !== '') && (
        <FilterParts
          kind={kind}
          value={rest}
          onChange={(json) => send(query, json)}
          closing={closing}
          anchor={button}
          picking={picking}
          onPicking={setPicking}
        />
      )}
      <Button
        ref={setButton}
        variant="ghost"
        className="max-desk:-order-1"
        icon={<ListFilter size={16} />}
        aria-haspopup="dialog"
        aria-expanded={picking}
        onPointerEnter={FilterParts.preload}
        onFocus={FilterParts.preload}
        onClick={() => {
          setUsed(true);
          setPicking(!picking);
        }}
      >
        <span className="max-desk:sr-only">{t('add')}</span>
      </Button>
      {rest !== '' && (
        <Button
          variant="ghost"
          onClick={() => {
            setQuery('');
            send('', '');
          }}
        >
          {t('clear')}
        </Button>
      )}
    </div>
  );
}
