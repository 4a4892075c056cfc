import type { ApiError } from '@/lib/api';
import { usePeople, usePipelines, useTags } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { Block } from '@/ui/Block';
import { Checkbox } from '@/ui/Checkbox';
import { Combobox } from '@/ui/Combobox';
import { Field } from '@/ui/Field';
import { type Hue, hueVar } from '@/ui/hues';
import { MultiSelect } from '@/ui/MultiSelect';
import { Select } from '@/ui/Select';
import { Switch } from '@/ui/Switch';
import type { ImportDetail, Plan } from '../api';
import locale from '../locale';
import { kindsOf } from '../model';

const RULES = {
  contact: ['phone_email', 'phone', 'email', 'name', 'none'],
  company: ['name', 'phone', 'email', 'none'],
  deal: ['none', 'name'],
} as const;

/** What holds for the whole import: doubles, tags, what rows leave unsaid, whether rules answer. */
export function PlanSettings({
  detail,
  fault,
  onChange,
}: {
  detail: ImportDetail;
  fault: ApiError | null;
  onChange: (plan: Plan) => void;
}) {
  const t = useText(locale);
  const pipelines = usePipelines();
  const people = usePeople().filter((p) => p.is_active);
  const tags = useTags('deal');
  const { plan } = detail;
  const kinds = kindsOf(plan);
  const pipeline = pipelines.find((p) => p.id === plan.pipeline_id) ?? pipelines.find((p) => p.is_main) ?? pipelines[0];
  const persons = people.map((p) => ({ value: String(p.id), label: p.name, icon: <Avatar name={p.name} size={20} /> }));
  const set = (patch: Partial<Plan>) => onChange({ ...plan, ...patch });
  return (
    <>
      <Block title={t('doubles')} text={t('doublesText')}>
        {kinds.map((kind) => (
          <Field key={kind} label={t(`doubles_${kind}`)} error={fault?.field(`duplicates.${kind}`)}>
            <Select
              value={plan.duplicates[kind]}
              onChange={(rule) => set({ duplicates: { ...plan.duplicates, [kind]: rule } })}
              options={RULES[kind].map((rule) => ({ value: rule, label: t(`by_${rule}`) }))}
            />
          </Field>
        ))}
        <Checkbox
          label={t('overwrite')}
          hint={t('overwriteHint')}
          checked={plan.overwrite === true}
          onChange={(overwrite) => set({ overwrite })}
        />
      </Block>
      <Block title={t('tags')}>
        <Switch
          label={t('autoTag')}
          hint={t('autoTagHint')}
          checked={plan.tag.auto}
          onChange={(auto) => set({ tag: { ...plan.tag, auto } })}
        />
        <Field label={t('ownTags')} error={fault?.fields.find((f) => f.path.startsWith('tag.names'))?.message}>
          <MultiSelect
            options={tags.map((tag) => ({ value: tag.name, label: tag.name }))}
            value={plan.tag.names.map((name) => ({ value: name, label: name }))}
            onCreate={(name) => ({ value: name, label: name })}
            onChange={(next) => set({ tag: { ...plan.tag, names: next.map((o) => o.value) } })}
          />
        </Field>
      </Block>
      <Block title={t('defaults')} text={t('defaultsText')}>
        {kinds.includes('deal') && (
          <>
            {pipelines.length > 1 && (
              <Field label={t('pipeline')} error={fault?.field('pipeline_id')}>
                <Select
                  value={pipeline ? String(pipeline.id) : null}
                  onChange={(id) => set({ pipeline_id: Number(id), status_id: 0 })}
                  options={pipelines.map((p) => ({ value: String(p.id), label: p.name }))}
                />
              </Field>
            )}
            <Field label={t('stage')} error={fault?.field('status_id')}>
              <Select
                value={String(plan.status_id || (pipeline?.statuses[0]?.id ?? 0))}
                onChange={(id) => set({ status_id: Number(id), ...(pipeline ? { pipeline_id: pipeline.id } : {}) })}
                options={(pipeline?.statuses ?? []).map((s) => ({
                  value: String(s.id),
                  label: s.name,
                  icon: (
                    <span
                      aria-hidden="true"
                      className="size-2.5 shrink-0 rounded-full"
                      style={{ backgroundColor: hueVar(s.hue as Hue) }}
                    />
                  ),
                }))}
              />
            </Field>
          </>
        )}
        <Field label={t('responsible')} error={fault?.field('responsible_id')}>
          <Combobox
            placeholder={t('me')}
            options={persons}
            value={persons.find((p) => p.value === String(plan.responsible_id ?? 0)) ?? null}
            onChange={(o) => set({ responsible_id: o ? Number(o.value) : 0 })}
          />
        </Field>
      </Block>
      <Block title={t('automation')}>
        <Switch
          label={t('runAutomation')}
          hint={t('runAutomationHint')}
          checked={plan.run_automation === true}
          onChange={(run_automation) => set({ run_automation })}
        />
      </Block>
    </>
  );
}
