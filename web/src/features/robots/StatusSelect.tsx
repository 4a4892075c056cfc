import { usePipelines } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { type Hue, hueVar } from '@/ui/hues';
import { Select } from '@/ui/Select';
import locale from './locale';

/** A stage of any pipeline, under the name of its pipeline where there are several. */
export function StatusSelect({
  value,
  any = false,
  onChange,
}: {
  value: number | null;
  /** Offers "any stage". */
  any?: boolean;
  onChange: (status: number | null) => void;
}) {
  const t = useText(locale);
  const pipelines = usePipelines();
  const stages = pipelines.flatMap((p) =>
    p.statuses.map((s) => ({
      value: String(s.id),
      label: s.name,
      hint: pipelines.length > 1 ? p.name : undefined,
      icon: (
        <span
          aria-hidden="true"
          className="size-2.5 shrink-0 rounded-full"
          style={{ backgroundColor: hueVar(s.hue as Hue) }}
        />
      ),
    })),
  );
  return (
    <Select
      value={value ? String(value) : any ? '0' : null}
      placeholder={t('pickStage')}
      onChange={(next) => onChange(Number(next) || null)}
      options={any ? [{ value: '0', label: t('anyStage') }, ...stages] : stages}
    />
  );
}
