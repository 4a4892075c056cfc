import { useState } from 'react';
import { useFields, useLossReasons, usePeople, usePipelines } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import type { Option } from '@/ui/option';
import { Select } from '@/ui/Select';
import type { Column, Plan, PlanColumn } from '../api';
import locale from '../locale';

/** What single values of a column stand for: stages, people, choices of a list. */
export function ValuesDialog({
  title,
  column,
  place,
  type,
  plan,
  onSave,
  onClose,
}: {
  title: string;
  column: Column;
  place: PlanColumn;
  type: string;
  plan: Plan;
  onSave: (values: Record<string, number>) => void;
  onClose: () => void;
}) {
  const t = useText(locale);
  const options = useValueOptions(place, type, plan);
  // What a value stood for may have gone since the file was read: it is then asked for again.
  const [values, setValues] = useState<Record<string, number>>(() =>
    Object.fromEntries(
      Object.entries(place.values ?? {}).filter(([, id]) => id === 0 || options.some((o) => o.value === String(id))),
    ),
  );
  const set = (text: string, choice: string) => {
    const { [text]: _, ...rest } = values;
    setValues(choice === 'auto' ? rest : { ...rest, [text]: Number(choice) });
  };
  return (
    <Dialog
      open
      title={t('valuesTitle', { name: title })}
      description={t('valuesText')}
      onClose={onClose}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            size="form"
            variant="primary"
            onClick={() => {
              onSave(values);
              onClose();
            }}
          >
            {t('apply')}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-2">
        {column.values.map((text) => (
          <li key={text} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-center gap-3">
            <span className="truncate" data-tip={text}>
              {text}
            </span>
            <Select
              aria-label={t('standsFor', { name: text })}
              value={values[text] === undefined ? 'auto' : String(values[text])}
              onChange={(choice) => set(text, choice)}
              options={[{ value: 'auto', label: t('asDefault') }, { value: '0', label: t('asNothing') }, ...options]}
            />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function useValueOptions(place: PlanColumn, type: string, plan: Plan): (Option & { value: string })[] {
  const pipelines = usePipelines();
  const people = usePeople();
  const reasons = useLossReasons();
  const kind = place.target.split('.')[0] as 'deal';
  const { fields } = useFields(['deal', 'contact', 'company'].includes(kind) ? kind : 'deal');
  switch (type) {
    case 'status':
      return pipelines
        .toSorted((a, b) => Number(b.id === plan.pipeline_id) - Number(a.id === plan.pipeline_id))
        .flatMap((p) =>
          p.statuses.map((s) => ({
            value: String(s.id),
            label: s.name,
            hint: pipelines.length > 1 ? p.name : undefined,
          })),
        );
    case 'pipeline':
      return pipelines.map((p) => ({ value: String(p.id), label: p.name }));
    case 'user':
      return people.filter((p) => p.is_active).map((p) => ({ value: String(p.id), label: p.name }));
    case 'loss_reason':
      return reasons.map((r) => ({ value: String(r.id), label: r.name }));
  }
  const field = fields.find((f) => place.target === `${kind}.field.${f.id}`);
  return (field?.options ?? []).filter((o) => !o.is_removed).map((o) => ({ value: String(o.id), label: o.name }));
}
