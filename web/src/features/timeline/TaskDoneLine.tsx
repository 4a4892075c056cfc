import { CircleCheck } from 'lucide-react';
import { formatFull, formatTime } from '@/lib/format';
import { useText } from '@/lib/i18n';
import locale from './locale';
import { elsewhere, type FeedItem } from './model';
import { Place } from './Place';
import { actorName, type Names, sentence } from './sentence';

/** A completed task with what came of it. */
export function TaskDoneLine({ item, names }: { item: FeedItem; names: Names }) {
  const t = useText(locale);
  const after = (item.after ?? {}) as { result?: unknown };
  const result = typeof after.result === 'string' ? after.result : '';
  return (
    <div className="flex items-start gap-2 py-1.5">
      <span className="grid size-6 shrink-0 place-items-center text-ok">
        <CircleCheck aria-hidden="true" size={16} />
      </span>
      <div className="min-w-0 flex-1 pt-[3px]">
        <p className="break-words">
          {sentence(item, names)}{' '}
          <span data-tip={formatFull(item.at)} className="tabular text-small text-muted">
            {formatTime(item.at)} · {actorName(item)}
          </span>
          {elsewhere(item) && (
            <span className="text-small text-muted">
              {' · '}
              <Place item={item} />
            </span>
          )}
        </p>
        {result && <p className="break-words whitespace-pre-wrap text-muted">{t('result', { result })}</p>}
      </div>
    </div>
  );
}
