import type { Status } from '@/lib/bootstrap';
import { formatNumber } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { cx } from '@/ui/cx';
import { type Hue, hueVar } from '@/ui/hues';
import type { Column } from './board';
import locale from './locale';

/** A phone shows one stage at a time; these choose it. */
export function StageTabs({
  columns,
  statuses,
  value,
  onChange,
}: {
  columns: readonly Column[];
  statuses: ReadonlyMap<number, Status>;
  value: number;
  onChange: (index: number) => void;
}) {
  const t = useText(locale);
  return (
    <div role="tablist" aria-label={t('onStage')} className="flex shrink-0 overflow-x-auto border-b bg-surface">
      {columns.map((column, i) => {
        const status = statuses.get(column.status_id);
        if (!status) return null;
        return (
          <button
            key={column.status_id}
            type="button"
            role="tab"
            aria-selected={i === value}
            onClick={(event) => {
              onChange(i);
              event.currentTarget.scrollIntoView({ inline: 'center', block: 'nearest' });
            }}
            className={cx(
              'min-h-tap shrink-0 border-b-2 px-3 whitespace-nowrap',
              i === value ? 'font-medium' : 'text-muted',
            )}
            style={{ borderColor: i === value ? hueVar((status.hue || 9) as Hue) : 'transparent' }}
          >
            {status.name} <span className="tabular text-small text-muted">{formatNumber(column.count)}</span>
          </button>
        );
      })}
    </div>
  );
}
