import { useSuspenseQuery } from '@tanstack/react-query';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Field } from '@/ui/Field';
import { Choose } from './Choose';
import locale from './locale';
import { PeriodInput } from './PeriodInput';
import { ask, asked, asRange, type Condition } from './tree';
import { choices, eventChoices, fieldsOf } from './words';

/** What only some events tell of; it goes when these are asked for no more. */
const OWN = { status: 'status_changed', field: 'field_changed', responsible: 'responsible_changed' } as const;

/** What is asked of the history of a card; all of it of one and the same event. */
export function EventEditor({
  kind,
  condition: c,
  onChange,
}: {
  kind: CardKind;
  condition: Condition;
  onChange: (next: Condition) => void;
}) {
  const t = useText(locale);
  const { data: boot } = useSuspenseQuery(bootstrap);
  const at = (field: string) => asked(c.value)?.find((a) => a.field === field);
  const put = (field: string, op: string, value: unknown) =>
    onChange({ ...c, value: ask(c.value, field, value === null ? null : { op, value }) });
  const kinds = (at('kind')?.value ?? []) as unknown;
  const only = Array.isArray(kinds) && kinds.length === 1 ? String(kinds[0]) : '';
  return (
    <>
      <Field label={t('what')}>
        <Choose<string>
          name={t('what')}
          words
          all={eventChoices(kind)}
          value={kinds}
          onChange={(words) => {
            let value = ask(c.value, 'kind', words && { op: 'in', value: words });
            for (const [field, word] of Object.entries(OWN))
              if (words?.length !== 1 || words[0] !== word) value = ask(value, field, null);
            onChange({ ...c, value });
          }}
          placeholder={t('anyOne')}
        />
      </Field>
      {only === OWN.status && (
        <Field label={t('toStage')}>
          <Choose
            name={t('toStage')}
            all={choices(boot, kind, 'status')}
            value={at('status')?.value}
            onChange={(ids) => put('status', 'in', ids)}
            placeholder={t('anyOne')}
          />
        </Field>
      )}
      {only === OWN.field && (
        <Field label={t('ofField')}>
          <Choose
            name={t('ofField')}
            all={fieldsOf(boot, kind)}
            value={at('field')?.value}
            onChange={(ids) => put('field', 'in', ids)}
            placeholder={t('anyOne')}
          />
        </Field>
      )}
      {only === OWN.responsible && (
        <Field label={t('toPerson')}>
          <Choose
            name={t('toPerson')}
            all={choices(boot, kind, 'people')}
            value={at('responsible')?.value}
            onChange={(ids) => put('responsible', 'in', ids)}
            placeholder={t('anyOne')}
          />
        </Field>
      )}
      <Field label={t('who')}>
        <Choose
          name={t('who')}
          all={choices(boot, kind, 'people')}
          value={at('by')?.value}
          onChange={(ids) => put('by', 'in', ids)}
          placeholder={t('anyOne')}
        />
      </Field>
      <Field label={t('period')}>
        <PeriodInput
          name={t('period')}
          value={asRange(at('at') ?? { op: 'between', value: null })}
          onChange={(range) => put('at', 'between', range)}
          past
          any
        />
      </Field>
    </>
  );
}
