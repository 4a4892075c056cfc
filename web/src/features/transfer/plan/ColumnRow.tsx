import { CircleAlert, Sparkles } from 'lucide-react';
import { useMemo, useState } from 'react';
import { formatPercent } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { Combobox } from '@/ui/Combobox';
import { cx } from '@/ui/cx';
import type { Column, ImportDetail, Lacking, PlanColumn } from '../api';
import locale from '../locale';
import { choiceOf, isChoice, isSkipped, typeOf } from '../model';
import { placeOptions } from '../places';
import { LackingChoices } from './LackingChoices';
import { NewFieldInput } from './NewFieldInput';
import { ValuesDialog } from './ValuesDialog';

/** One column of the file and where it goes: left out, to a place of a card, or to a new field. */
export function ColumnRow({
  column,
  place,
  detail,
  error,
  lacking,
  onChoice,
  onPatch,
}: {
  column: Column;
  place: PlanColumn;
  detail: ImportDetail;
  error: string | undefined;
  /** Choices its cells name and its list lacks. */
  lacking: Lacking | undefined;
  onChoice: (choice: string) => void;
  onPatch: (patch: Partial<PlanColumn>) => void;
}) {
  const t = useText(locale);
  const mayMake = can(useSession(), 'settings');
  const [values, setValues] = useState(false);
  const options = useMemo(() => placeOptions(detail, column.index, mayMake), [detail, column.index, mayMake]);
  const chosen = options.find((o) => o.value === choiceOf(place)) ?? options[0] ?? null;
  const skipped = isSkipped(place);
  const type = typeOf(place, detail.targets);
  const told = column.values.filter((v) => place.values?.[v] !== undefined).length;
  const title = column.title || t('untitled', { n: column.index + 1 });
  return (
    <li className="grid gap-x-3 gap-y-1.5 border-b border-line px-3 py-2 last:border-b-0 desk:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
      <div className={cx('min-w-0 py-1', skipped && 'text-muted')}>
        <div className="flex items-center gap-1.5">
          <span className={cx('truncate', !skipped && 'font-medium')}>{title}</span>
          {column.empty_share >= 0.5 && (
            <span className="shrink-0 text-small text-muted">
              {t('emptyShare', { share: formatPercent(column.empty_share) })}
            </span>
          )}
        </div>
        <div className="truncate text-small text-muted">{column.samples.slice(0, 3).join(' · ') || t('noValues')}</div>
      </div>
      <div className="flex min-w-0 flex-col gap-1.5">
        <div className="flex items-center gap-2">
          <Combobox
            className="flex-1"
            clearable={false}
            invalid={!!error}
            aria-label={t('placeOf', { name: title })}
            options={options}
            value={chosen}
            onChange={(o) => o && onChoice(o.value)}
          />
          {!skipped && !place.new_field && isChoice(type) && column.values.length > 0 && (
            <Button size="form" onClick={() => setValues(true)}>
              {t('valuesTold', { n: told, all: column.values.length })}
            </Button>
          )}
        </div>
        {place.new_field && (
          <NewFieldInput field={place.new_field} column={column} onChange={(new_field) => onPatch({ new_field })} />
        )}
        {!skipped && column.confidence > 0 && column.confidence < 0.6 && (
          <p className="flex items-center gap-1 text-small text-warn">
            <Sparkles aria-hidden="true" size={12} />
            {t('unsure')}
          </p>
        )}
        {lacking && (
          <LackingChoices
            lacking={lacking}
            adds={!!place.add_options}
            mayAdd={mayMake}
            onAdds={(add_options) => onPatch({ add_options })}
          />
        )}
        {error && (
          <p role="alert" className="flex items-start gap-1 text-small text-bad">
            <CircleAlert aria-hidden="true" size={14} className="mt-px" />
            {error}
          </p>
        )}
      </div>
      {values && (
        <ValuesDialog
          title={title}
          column={column}
          place={place}
          type={type}
          plan={detail.plan}
          onSave={(next) => onPatch({ values: next })}
          onClose={() => setValues(false)}
        />
      )}
    </li>
  );
}
