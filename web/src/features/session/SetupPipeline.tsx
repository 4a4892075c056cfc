import { Plus, X } from 'lucide-react';
import { text, useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Field } from '@/ui/Field';
import { IconButton } from '@/ui/IconButton';
import { Input } from '@/ui/Input';
import { SegmentedControl } from '@/ui/SegmentedControl';
import locale from './locale';
import { type Draft, TEMPLATES, type Template } from './model';
import type { StepProps } from './SetupCompany';

const NAMES = { sales: 'tSales', services: 'tServices', projects: 'tProjects', custom: 'tCustom' } as const;
const STAGES = { sales: 'sSales', services: 'sServices', projects: 'sProjects', custom: 'sCustom' } as const;

/** The name and stages of a template in the language chosen. */
export const templateWords = (template: Template): Pick<Draft, 'pipelineName' | 'stages'> => ({
  pipelineName: text(locale, template === 'custom' ? 'tSales' : NAMES[template]),
  stages: text(locale, STAGES[template]).split('\n'),
});

/** The first pipeline: a template by trade, its stages open to editing. */
export function SetupPipeline({ draft, change, error }: StepProps) {
  const t = useText(locale);
  const setStage = (at: number, name: string) => change({ stages: draft.stages.map((s, i) => (i === at ? name : s)) });
  return (
    <>
      <p className="text-muted">{t('pipelineLead')}</p>
      <Field label={t('template')}>
        <SegmentedControl
          className="max-w-full flex-wrap self-start"
          label={t('template')}
          value={draft.template}
          onChange={(template) =>
            change({
              template,
              ...templateWords(template),
              ...(template === 'custom' ? { pipelineName: draft.pipelineName } : {}),
            })
          }
          segments={TEMPLATES.map((value) => ({ value, label: t(NAMES[value]) }))}
        />
      </Field>
      <Field label={t('pipelineName')} error={error('pipelineName', 'pipeline.name')} required>
        <Input maxLength={100} value={draft.pipelineName} onChange={(e) => change({ pipelineName: e.target.value })} />
      </Field>
      <Field label={t('stages')} hint={t('closing')} error={error('stages', 'pipeline.statuses')}>
        <ol className="flex flex-col gap-1.5">
          {draft.stages.map((stage, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stage has no other name than its place
            <li key={i} className="flex items-center gap-2">
              <span
                aria-hidden="true"
                className="size-2.5 shrink-0 rounded-full"
                style={{ background: `var(--hue-${(i % 12) + 1})` }}
              />
              <Input
                className="flex-1"
                aria-label={t('stageName', { n: i + 1 })}
                maxLength={100}
                value={stage}
                onChange={(e) => setStage(i, e.target.value)}
              />
              <IconButton
                icon={<X size={16} />}
                label={t('removeStage', { name: stage })}
                disabled={draft.stages.length === 1}
                onClick={() => change({ stages: draft.stages.filter((_, at) => at !== i) })}
              />
            </li>
          ))}
        </ol>
        <Button
          variant="ghost"
          className="self-start"
          icon={<Plus size={16} />}
          disabled={draft.stages.length >= 30}
          onClick={() => change({ stages: [...draft.stages, ''] })}
        >
          {t('addStage')}
        </Button>
      </Field>
      <Checkbox label={t('demo')} hint={t('demoHint')} checked={draft.demo} onChange={(demo) => change({ demo })} />
    </>
  );
}
