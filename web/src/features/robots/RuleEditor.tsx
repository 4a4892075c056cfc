import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { type ComponentType, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Block } from '@/ui/Block';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/ErrorState';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import { Switch } from '@/ui/Switch';
import { toast } from '@/ui/toast';
import { ActionForm } from './ActionForm';
import { catalogue, createRule, deleteRule, type Rule, rules, updateRule, useSwitch } from './api';
import locale from './locale';
import { MomentForm } from './MomentForm';
import { cleanParams, missing, type RuleDraft } from './model';
import { RuleRuns } from './RuleRuns';
import type { ConditionProps } from './RulesSection';
import { actionWords, type Known, momentWords } from './words';

/** One rule in three parts: when, for which cards, what is done. Its sentence is said while it is edited. */
export function RuleEditor({
  rule,
  start,
  known,
  Condition,
  onClose,
}: {
  rule: Rule | null;
  start: RuleDraft;
  known: Known;
  Condition: ComponentType<ConditionProps>;
  onClose: () => void;
}) {
  const t = useText(locale);
  const queries = useQueryClient();
  const turn = useSwitch();
  const actions = useQuery(catalogue);
  const [draft, setDraft] = useState(start);
  const [saved, setSaved] = useState(start);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiError | null>(null);
  const dirty = JSON.stringify(draft) !== JSON.stringify(saved);
  const ask = { title: t('leaveAsk'), body: t('leaveText'), action: t('leaveAnyway'), danger: true };
  useBlocker({
    shouldBlockFn: async () => dirty && !(await confirm(ask)),
    enableBeforeUnload: () => dirty,
    disabled: !dirty,
  });
  if (actions.isError) return <ErrorState compact error={actions.error} onRetry={() => actions.refetch()} />;
  if (!actions.data) return null;
  const action = actions.data.items.find((a) => a.kind === draft.action);
  const lacks = missing(draft, action);
  const error = (path: string) => {
    const found = fault?.fields.find(
      (f) => f.path === path || f.path === `params.${path}` || f.path.startsWith(`params.${path}.`),
    );
    return found?.message ?? (tried && lacks === path ? t('needed') : undefined);
  };

  async function save() {
    setTried(true);
    if (lacks || !action) return;
    setBusy(true);
    setFault(null);
    const params = cleanParams(draft.params, action.params);
    const common = { name: draft.name.trim(), moment: draft.moment, action: draft.action, params };
    try {
      if (rule) {
        await updateRule(rule.id, {
          ...common,
          pipeline_id: draft.pipeline ?? 0,
          status_id: draft.status ?? 0,
          ...(draft.condition === start.condition
            ? {}
            : { condition: draft.condition ? JSON.parse(draft.condition) : {} }),
        });
      } else {
        await createRule({
          ...common,
          entity_kind: draft.kind,
          ...(draft.pipeline ? { pipeline_id: draft.pipeline } : {}),
          ...(draft.status ? { status_id: draft.status } : {}),
          ...(draft.condition ? { condition: JSON.parse(draft.condition) } : {}),
        });
      }
      setSaved(draft);
      await queries.invalidateQueries({ queryKey: rules.queryKey });
      toast({ text: t(rule ? 'saved' : 'made'), tone: 'ok' });
      if (!rule) onClose();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }
  async function remove(gone: Rule) {
    if (!(await confirm({ title: t('deleteAsk'), body: t('deleteText'), action: t('del'), danger: true }))) return;
    setSaved(draft);
    if (await attempt(deleteRule(gone.id), { said: t('deleted') })) {
      await queries.invalidateQueries({ queryKey: rules.queryKey });
      onClose();
    }
  }
  async function back() {
    if (rule || !dirty || (await confirm(ask))) onClose();
  }
  const sentence = {
    entity_kind: draft.kind,
    moment: draft.moment,
    pipeline_id: draft.pipeline,
    status_id: draft.status,
    action: draft.action,
    params: draft.params,
  };

  return (
    <>
      <Block
        text={
          <Button
            variant="ghost"
            className="-ml-2.5"
            icon={<ArrowLeft aria-hidden="true" size={16} />}
            onClick={() => void back()}
          >
            {t('allRules')}
          </Button>
        }
        actions={
          rule && (
            <>
              <Switch label={t('on')} checked={rule.is_on} onChange={(on) => void turn(rule, on)} />
              <Button variant="ghost" onClick={() => void remove(rule)}>
                {t('del')}
              </Button>
            </>
          )
        }
      >
        <p aria-live="polite" className="max-w-[720px] text-title">
          {momentWords(sentence, known.boot)} <span aria-hidden="true">→</span> {actionWords(sentence, known)}
        </p>
      </Block>
      <Block title={t('when')}>
        <MomentForm draft={draft} known={actions.data} fixed={!!rule} error={error} onChange={setDraft} />
      </Block>
      <Block title={t('which')} text={t('whichText')}>
        <Condition
          key={draft.kind}
          kind={draft.kind}
          value={draft.condition}
          onChange={(condition) => setDraft({ ...draft, condition })}
        />
        {error('condition') && (
          <p role="alert" className="text-bad">
            {error('condition')}
          </p>
        )}
      </Block>
      <Block title={t('doTitle')}>
        <ActionForm draft={draft} known={actions.data} webhooks={known.webhooks} error={error} onChange={setDraft} />
      </Block>
      <Block title={t('nameTitle')} text={t('nameText')}>
        <Field label={t('name')} error={error('name')} className="max-w-[420px]">
          <Input maxLength={200} value={draft.name} onChange={(e) => setDraft({ ...draft, name: e.target.value })} />
        </Field>
      </Block>
      <div className="sticky bottom-0 z-10 -mx-4 mt-6 flex flex-wrap items-center gap-2 border-t border-line bg-bg px-4 py-3 desk:-mx-6 desk:px-6">
        <Button size="form" variant="primary" loading={busy} disabled={!dirty && !!rule} onClick={() => void save()}>
          {rule ? t('save') : t('make')}
        </Button>
        {dirty && rule && (
          <Button size="form" variant="ghost" onClick={() => setDraft(saved)}>
            {t('revert')}
          </Button>
        )}
        {fault && fault.fields.length === 0 && (
          <span role="alert" className="text-bad">
            {fault.message}
          </span>
        )}
        {tried && lacks && (
          <span role="alert" className="text-bad">
            {t('fillIn')}
          </span>
        )}
      </div>
      {rule && <RuleRuns rule={rule.id} rules={[rule]} known={known} />}
    </>
  );
}
