import { type Field as CardField, usePipelines } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Field } from '@/ui/Field';
import { type Hue, hueVar } from '@/ui/hues';
import { Select } from '@/ui/Select';
import locale from './locale';

/** From which stage on a deal must have the field, in each pipeline. */
export function FieldRequirements({
  value,
  error,
  onChange,
}: {
  value: CardField['requirements'];
  error: string | undefined;
  onChange: (value: CardField['requirements']) => void;
}) {
  const t = useText(locale);
  const pipelines = usePipelines();
  return (
    <div data-at="required" className="flex flex-col gap-3 rounded-control border border-line p-3">
      <div>
        <div className="font-medium">{t('requiredTitle')}</div>
        <p className="text-small text-muted">{t('requiredText')}</p>
      </div>
      {pipelines.map((p) => {
        const at = value.find((r) => r.pipeline_id === p.id);
        return (
          <Field key={p.id} label={p.name} error={error}>
            <Select
              value={String(at?.status_id ?? 0)}
              onChange={(next) => {
                const rest = value.filter((r) => r.pipeline_id !== p.id);
                onChange(next === '0' ? rest : [...rest, { pipeline_id: p.id, status_id: Number(next) }]);
              }}
              options={[
                { value: '0', label: t('notRequired') },
                ...p.statuses
                  .filter((s) => s.kind !== 'lost')
                  .map((s) => ({
                    value: String(s.id),
                    label: t('fromStage', { name: s.name }),
                    icon: (
                      <span
                        aria-hidden="true"
                        className="size-2.5 shrink-0 rounded-full"
                        style={{ backgroundColor: hueVar(s.hue as Hue) }}
                      />
                    ),
                  })),
              ]}
            />
          </Field>
        );
      })}
    </div>
  );
}
