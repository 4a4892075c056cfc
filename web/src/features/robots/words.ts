import type { Bootstrap, CardKind } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import type { Rule } from './api';
import locale from './locale';
import { type Delay, pieces } from './model';

/** What the words of a rule are made of. */
export interface Known {
  boot: Bootstrap;
  webhooks: readonly { id: number; name: string; url: string }[];
}

/** The keys are put together from words of the catalogue, so their types are of no help here. */
const say = text as unknown as (from: typeof locale, key: string, values?: Record<string, string | number>) => string;
const said = (key: string, values?: Record<string, string | number>): string => say(locale, key, values);

/** A placeholder in words: "deal name". A custom field goes by its own name. */
export function placeholderName(name: string, boot: Bootstrap): string {
  const custom = /^(deal|contact|company)\.field\.(\d+)$/.exec(name);
  if (custom) {
    const field = boot.fields[custom[1] as CardKind]?.fields.find((f) => f.id === Number(custom[2]));
    return field?.name ?? said('gone');
  }
  return said(`ph_${name.replace('.', '_')}`);
}

/** A text of a rule with its placeholders read as words in brackets. */
export function readable(template: string, boot: Bootstrap): string {
  return pieces(template)
    .map((p) => (p.name === undefined ? p.text : `[${placeholderName(p.name, boot)}]`))
    .join('')
    .trim();
}

export function delayWords(delay: Delay): string {
  return delay.amount === 0 ? said('dueNow') : said(`in_${delay.unit}`, { n: delay.amount });
}

/** When the rule wakes: "When a deal enters Negotiation". */
export function momentWords(
  rule: Pick<Rule, 'entity_kind' | 'moment' | 'pipeline_id' | 'status_id'>,
  boot: Bootstrap,
): string {
  const status = boot.pipelines.flatMap((p) => p.statuses).find((s) => s.id === rule.status_id);
  const pipeline = boot.pipelines.find((p) => p.id === (rule.pipeline_id ?? status?.pipeline_id));
  const many = boot.pipelines.length > 1;
  if (rule.moment === 'status_entered')
    return said('whenEnters', {
      stage: status?.name ?? said('gone'),
      pipeline: many && pipeline ? said('ofPipeline', { name: pipeline.name }) : '',
    });
  const what = said(`${rule.moment === 'created' ? 'whenCreated' : 'whenResponsible'}_${rule.entity_kind}`);
  if (rule.moment === 'created' && status) return what + said('inStage', { name: status.name });
  if (pipeline && rule.pipeline_id) return what + said('inPipeline', { name: pipeline.name });
  return what;
}

/** What the rule does: "make a task “Call” for the responsible in 1 day". */
export function actionWords(rule: Pick<Rule, 'action' | 'params' | 'entity_kind'>, { boot, webhooks }: Known): string {
  const p = (rule.params ?? {}) as Record<string, unknown>;
  const person = (id: unknown) => boot.users.find((u) => u.id === id)?.name ?? said('gone');
  const status = boot.pipelines.flatMap((x) => x.statuses).find((s) => s.id === p.status_id);
  switch (rule.action) {
    case 'create_task':
      return said('doTask', {
        text: readable(String(p.text ?? ''), boot) || '…',
        who: p.responsible_id ? said('forPerson', { name: person(p.responsible_id) }) : said('forResponsible'),
        due: p.due ? delayWords(p.due as Delay) : '',
      });
    case 'add_note':
      return said('doNote', { text: readable(String(p.text ?? ''), boot) || '…' });
    case 'set_fields': {
      const fields = boot.fields[rule.entity_kind]?.fields ?? [];
      const names = Object.keys((p.fields ?? {}) as object).map(
        (id) => fields.find((f) => String(f.id) === id)?.name ?? said('gone'),
      );
      return said('doFields', { names: names.map((n) => `«${n}»`).join(', ') || '…' });
    }
    case 'move':
      return said('doMove', { stage: status?.name ?? '…' });
    case 'add_tags':
      return said('doAddTags', { tags: ((p.tags ?? []) as string[]).join(', ') || '…' });
    case 'remove_tags':
      return said('doRemoveTags', { tags: ((p.tags ?? []) as string[]).join(', ') || '…' });
    case 'set_responsible':
      return said('doResponsible', { name: p.user_id ? person(p.user_id) : '…' });
    case 'webhook': {
      const hook = webhooks.find((w) => w.id === p.webhook_id);
      return said('doWebhook', { name: hook ? hook.name || hook.url : '…' });
    }
  }
  return rule.action;
}
