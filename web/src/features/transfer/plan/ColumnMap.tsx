import { useQuery } from '@tanstack/react-query';
import type { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { type ImportDetail, lackingChoices, type Plan } from '../api';
import locale from '../locale';
import { typeOf, withChoice, withColumn } from '../model';
import { ColumnRow } from './ColumnRow';

/** Every column of the file: its title and first values on the left, its place on the right. */
export function ColumnMap({
  detail,
  fault,
  onChange,
}: {
  detail: ImportDetail;
  fault: ApiError | null;
  onChange: (plan: Plan) => void;
}) {
  const t = useText(locale);
  const { plan, targets } = detail;
  const lists = plan.columns.some((c) => !c.new_field && /list$/.test(typeOf(c, targets)));
  const lacking = useQuery({ ...lackingChoices(detail.id), enabled: lists && detail.can.start });
  return (
    <div className="overflow-hidden rounded-control border border-line bg-surface">
      <div
        aria-hidden="true"
        className="caps hidden gap-3 border-b border-line px-3 py-2 desk:grid desk:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]"
      >
        <span>{t('inFile')}</span>
        <span>{t('inCrm')}</span>
      </div>
      <ul aria-label={t('columns')}>
        {detail.columns.map((column) => {
          const at = plan.columns.findIndex((c) => c.index === column.index);
          const place = plan.columns[at] ?? { index: column.index, target: 'skip' };
          const own = fault?.fields.find((f) => f.path === `columns.${at}` || f.path.startsWith(`columns.${at}.`));
          const lacks = place.new_field ? undefined : lacking.data?.items.find((l) => l.column === column.index);
          return (
            <ColumnRow
              key={column.index}
              column={column}
              place={place}
              detail={detail}
              error={own?.message}
              lacking={
                lacks && place.target.endsWith(`.field.${lacks.field_id}`)
                  ? { ...lacks, partial: !!lacking.data?.partial }
                  : undefined
              }
              onChoice={(choice) => onChange(withChoice(plan, column, choice, targets))}
              onPatch={(patch) => onChange(withColumn(plan, column.index, patch))}
            />
          );
        })}
      </ul>
    </div>
  );
}
