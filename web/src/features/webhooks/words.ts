import { text } from '@/lib/i18n';
import locale from './locale';
import type { Entity } from './model';

const say = text as unknown as (from: typeof locale, key: string) => string;

const KNOWN_SETTINGS = new Set([
  'pipeline.changed',
  'status.changed',
  'loss_reason.changed',
  'task_type.changed',
  'tag.changed',
  'field.changed',
  'account.changed',
  'user.changed',
  'user.invited',
  'user.joined',
  'user.invitation_cancelled',
  'group.changed',
  'role.changed',
  'trigger.changed',
  'webhook.changed',
  'import.finished',
  'import.undone',
  'import_template.changed',
  'view.changed',
  'export.finished',
  'bulk.finished',
  'bulk.undone',
  'smtp.changed',
]);

export const entityName = (entity: Entity): string => say(locale, `entity_${entity}`);

/** The verb of a kind of event in words: "stage changed". */
export function kindName(kind: string): string {
  if (kind === 'ping' || kind === 'test') return say(locale, 'ping');
  if (KNOWN_SETTINGS.has(kind)) return say(locale, `set_${kind.replace('.', '_')}`);
  const verb = kind.split('.')[1] ?? '';
  const known = VERBS.has(verb);
  return known ? say(locale, `verb_${verb}`) : kind;
}

const VERBS = new Set([
  'created',
  'name_changed',
  'responsible_changed',
  'field_changed',
  'tag_added',
  'tag_removed',
  'linked',
  'unlinked',
  'deleted',
  'restored',
  'note_added',
  'note_changed',
  'note_deleted',
  'note_pinned',
  'task_added',
  'task_changed',
  'task_completed',
  'task_reopened',
  'task_deleted',
  'status_changed',
  'budget_changed',
  'main_contact_changed',
  'loss_reason_changed',
]);

/** "Deal: stage changed". */
export function eventName(kind: string): string {
  const head = kind.split('.')[0] ?? '';
  return ['deal', 'contact', 'company', 'task'].includes(head)
    ? `${say(locale, `one_${head}`)}: ${kindName(kind)}`
    : kindName(kind);
}

/** What an address listens to, in one line. */
export function patternsName(patterns: readonly string[]): string {
  if (patterns.length === 0) return say(locale, 'onlyRules');
  if (patterns.includes('*')) return say(locale, 'allEvents');
  return patterns
    .map((p) => {
      const [head = '', verb] = p.split('.');
      if (verb === '*')
        return ['deal', 'contact', 'company', 'task'].includes(head)
          ? `${entityName(head as Entity)}: ${say(locale, 'all')}`
          : p;
      return eventName(p);
    })
    .join('; ');
}
