import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { formatTime } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { EventLine } from './EventLine';
import locale from './locale';
import { elsewhere, type FeedItem } from './model';
import { Place } from './Place';
import { actorName, type Names, sentence } from './sentence';

/** A run of changes as one line, which opens: "5 changes". */
export function FoldedEvents({ items, names }: { items: FeedItem[]; names: Names }) {
  const t = useText(locale);
  const [open, setOpen] = useState(false);
  const first = items[0];
  if (!first) return null;
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-ml-1 flex min-h-tap w-full min-w-0 items-center gap-1 rounded-small px-1 text-left text-small text-muted hover:bg-fg/5"
      >
        <ChevronRight aria-hidden="true" size={14} className={open ? 'rotate-90' : ''} />
        <span className="tabular shrink-0">{formatTime(first.at)}</span>
        <span className="shrink-0 pl-1 font-medium text-fg">{t('folded', { n: items.length })}</span>
        <span className="min-w-0 truncate">
          · {actorName(first)}
          {!open && ` · ${sentence(first, names)}`}
        </span>
      </button>
      {!open && elsewhere(first) && (
        <p className="pl-5 text-small text-muted">
          <Place item={first} />
        </p>
      )}
      {open && (
        <div className="ml-[6px] border-l border-line pl-3">
          {items.map((item) => (
            <EventLine key={item.id} item={item} names={names} />
          ))}
        </div>
      )}
    </div>
  );
}
