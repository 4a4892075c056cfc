import { type CardKind, usePipelines } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Field } from '@/ui/Field';
import { SegmentedControl } from '@/ui/SegmentedControl';
import { Select } from '@/ui/Select';
import type { Catalogue, Moment } from './api';
import locale from './locale';
import { type RuleDraft, withKind } from './model';
import { StatusSelect } from './StatusSelect';

/** Which card, and what happens to it. */
export function MomentForm({
  draft,
  known,
  fixed,
  error,
  onChange,
}: {
  draft: RuleDraft;
  known: Catalogue;
  /** The kind of card of a rule that exists does not change. */
  fixed: boolean;
  error: (path: string) => string | undefined;
  onChange: (draft: RuleDraft) => void;
}) {
  const t = useText(locale);
  const pipelines = usePipelines();
  return (
    <div className="flex max-w-[560px] flex-col gap-4">
      {!fixed && (
        <SegmentedControl<CardKind>
          className="self-start"
          label={t('cardKind')}
          value={draft.kind}
          onChange={(kind) => onChange(withKind(draft, kind, known))}
          segments={(['deal', 'contact', 'company'] as const).map((k) => ({ value: k, label: t(`kind_${k}`) }))}
        />
      )}
      <Field label={t('moment')} error={error('moment')}>
        <Select<Moment>
          value={draft.moment}
          onChange={(moment) =>
            onChange({ ...draft, moment, ...(moment === 'responsible_changed' ? { status: null } : {}) })
          }
          options={(known.moments[draft.kind] ?? []).map((m) => ({
            value: m as Moment,
            label: t(`moment_${m}_${draft.kind}` as 'moment_created_deal'),
          }))}
        />
      </Field>
      {draft.kind === 'deal' && draft.moment !== 'responsible_changed' && (
        <Field
          label={t('stage')}
          hint={draft.moment === 'created' ? t('stageAny') : undefined}
          error={error('status_id') ?? error('pipeline_id')}
          required={draft.moment === 'status_entered'}
        >
          <StatusSelect
            value={draft.status}
            any={draft.moment === 'created'}
            onChange={(status) => {
              const pipeline = pipelines.find((p) => p.statuses.some((s) => s.id === status));
              onChange({ ...draft, status, pipeline: pipeline?.id ?? null });
            }}
          />
        </Field>
      )}
    </div>
  );
}
