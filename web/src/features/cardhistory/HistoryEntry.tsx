import { formatFull, formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import locale from './locale';
import type { Version } from './model';

/** One value a property had: what, by whom, when. */
export function HistoryEntry({
  version,
  value,
  isNow,
  onPutBack,
}: {
  version: Version;
  value: string;
  isNow: boolean;
  /** Makes it the card's value again; missing where that cannot be. */
  onPutBack?: () => void;
}) {
  const t = useText(locale);
  const { change } = version;
  const machine =
    change?.actor.kind === 'robot' || change?.actor.kind === 'integration' ? change.actor.kind : 'someone';
  const shown = value || t('empty');
  return (
    <li className="flex items-start gap-2 py-1.5">
      <div className="min-w-0 flex-1">
        <p className={`break-words whitespace-pre-wrap ${value ? 'font-medium' : 'text-muted'}`}>{shown}</p>
        <p className="text-small text-muted">
          {change ? (
            <>
              {change.actor.name || t(machine)}
              {change.cause?.name && `, ${change.cause.name}`}
              {', '}
              <span data-tip={formatFull(change.at)} className="tabular">
                {formatWhen(change.at, { time: true })}
              </span>
            </>
          ) : (
            t('before')
          )}
        </p>
      </div>
      {isNow && <span className="shrink-0 text-small text-muted">{t('now')}</span>}
      {onPutBack && (
        <Button aria-label={t('putBackValue', { value: shown })} onClick={onPutBack} className="shrink-0">
          {t('putBack')}
        </Button>
      )}
    </li>
  );
}
