import { formatFull, formatTime } from '@/lib/format';
import { useLang } from '@/lib/i18n';
import { elsewhere, type FeedItem } from './model';
import { Place } from './Place';
import { actorName, causeText, type Names, sentence } from './sentence';

/** One change: when, what, by whom and why. */
export function EventLine({ item, names }: { item: FeedItem; names: Names }) {
  useLang();
  const cause = causeText(item);
  return (
    <p className="flex items-baseline gap-2 py-0.5 text-small text-muted">
      <span data-tip={formatFull(item.at)} className="tabular shrink-0">
        {formatTime(item.at)}
      </span>
      <span className="min-w-0 break-words">
        <span className="text-fg">{sentence(item, names)}</span>
        <span> · {actorName(item)}</span>
        {cause && <span> · {cause}</span>}
        {elsewhere(item) && (
          <span>
            {' · '}
            <Place item={item} />
          </span>
        )}
      </span>
    </p>
  );
}
