import { fieldText } from '@/features/fields';
import type { Bootstrap, CardKind } from '@/lib/bootstrap';
import { daysFromToday, formatDay, formatMoney, formatWhen } from '@/lib/format';
import { text as say } from '@/lib/i18n';
import locale from './locale';
import { type FeedItem, shorten, verbOf } from './model';

/** What names are looked up in: people, stages, fields, reasons. */
export type Names = Pick<Bootstrap, 'users' | 'pipelines' | 'fields' | 'loss_reasons' | 'task_types'>;

type Told = Record<string, unknown>;
const told = (v: unknown): Told => (v && typeof v === 'object' ? (v as Told) : {});
const word = (v: unknown): string => (typeof v === 'string' ? v : '');
const id = (v: unknown): number => (typeof v === 'number' ? v : 0);
const none = () => say(locale, 'none');

function person(names: Names, v: unknown): string {
  return names.users.find((u) => u.id === id(v))?.name || say(locale, 'someone');
}

function stage(names: Names, place: Told, whole: boolean): string {
  const pipeline = names.pipelines.find((p) => p.id === id(place.pipeline_id));
  const status = names.pipelines.flatMap((p) => p.statuses).find((s) => s.id === id(place.status_id));
  const name = status?.name ?? none();
  return whole && pipeline ? `${pipeline.name} · ${name}` : name;
}

function reason(names: Names, v: unknown): string {
  return names.loss_reasons.find((r) => r.id === id(v))?.name ?? none();
}

function due(task: Told): string {
  const at = id(task.due_at);
  if (at === 0) return none();
  if (task.is_all_day !== true) return formatWhen(at, { time: true });
  return daysFromToday(at) === 0 ? say(locale, 'todayWord') : formatDay(at);
}

function statusLine(item: FeedItem, names: Names): string {
  const before = told(item.before);
  const after = told(item.after);
  const whole = before.pipeline_id !== after.pipeline_id;
  const line = say(locale, whole ? 'stagePipeline' : 'stage', {
    before: stage(names, before, whole),
    after: stage(names, after, whole),
  });
  const more = [
    after.loss_reason_id ? say(locale, 'because', { reason: reason(names, after.loss_reason_id) }) : '',
    word(after.comment),
  ].filter(Boolean);
  return [line, ...more].join(', ');
}

function fieldLine(item: FeedItem, names: Names, kind: CardKind): string {
  const field = names.fields[kind]?.fields.find((f) => f.id === item.object?.id);
  if (!field) return say(locale, 'fieldGone');
  const of = (v: unknown) => fieldText(field, (told(v).values as unknown[] | undefined) ?? []);
  const before = of(item.before);
  const after = of(item.after) || none();
  const [b, a] = [shorten(before, 120), shorten(after, 120)];
  if (!before) return say(locale, 'fieldSet', { field: field.name, after: a });
  return say(locale, 'field', { field: field.name, before: b, after: a });
}

function linkLine(item: FeedItem, verb: 'linked' | 'unlinked'): string {
  const other = (['deal', 'contact', 'company'] as const).find((k) => k === item.object?.kind) ?? 'deal';
  const name = word(told(verb === 'linked' ? item.after : item.before).name) || none();
  return say(locale, `${verb}_${other}`, { name });
}

function noteLine(item: FeedItem, verb: string): string {
  const text = shorten(item.note?.text ?? (word(told(item.after).text) || word(told(item.before).text))) || none();
  if (verb === 'note_added') return say(locale, 'noteAddedGone');
  if (verb === 'note_changed') return say(locale, 'noteChanged', { text });
  if (verb === 'note_deleted') return say(locale, 'noteDeleted', { text });
  return say(locale, told(item.after).is_pinned === false ? 'noteUnpinned' : 'notePinned', { text });
}

function taskLine(item: FeedItem, names: Names, verb: string): string {
  const before = told(item.before);
  const after = told(item.after);
  const text = shorten(word(after.text) || item.task?.text || word(before.text)) || say(locale, 'noText');
  const task = { ...(item.task ?? {}), ...after };
  switch (verb) {
    case 'task_added': {
      const when = due(after);
      if (item.cause?.kind !== 'trigger') return say(locale, 'taskAdded', { text, when });
      if (!item.cause.name) return say(locale, 'taskByRuleGone', { text, when });
      return say(locale, 'taskByRule', { rule: item.cause.name, text, when });
    }
    case 'task_changed': {
      const was = { ...(item.task ?? {}), ...before };
      if ('due_at' in after) return say(locale, 'taskMoved', { text, before: due(was), after: due(task) });
      if ('responsible_id' in after)
        return say(locale, 'taskMoved', {
          text,
          before: person(names, before.responsible_id),
          after: person(names, after.responsible_id),
        });
      return say(locale, 'taskChanged', { text });
    }
    case 'task_completed':
      return say(locale, 'taskDone', { text });
    case 'task_reopened':
      return say(locale, 'taskReopened', { text });
    default:
      return say(locale, 'taskDeleted', { text });
  }
}

/** What happens to the account itself, not to a card. */
const OFFICE = {
  'account.changed': 'officeAccount',
  'pipeline.changed': 'officePipeline',
  'status.changed': 'officeStatus',
  'loss_reason.changed': 'officeLossReason',
  'field.changed': 'officeField',
  'task_type.changed': 'officeTaskType',
  'user.changed': 'officeUser',
  'user.invited': 'officeInvited',
  'user.joined': 'officeJoined',
  'user.invitation_cancelled': 'officeInvitation',
  'user.handover': 'officeHandover',
  'group.changed': 'officeGroup',
  'role.changed': 'officeRole',
  'trigger.changed': 'officeRule',
  'webhook.changed': 'officeWebhook',
  'import.finished': 'officeImport',
  'import.undone': 'officeUndone',
  'import_template.changed': 'officeTemplate',
  'view.changed': 'officeView',
  'export.finished': 'officeExport',
  'bulk.finished': 'officeBulk',
  'bulk.undone': 'officeBulkUndone',
  'smtp.changed': 'officeMail',
} as const;

/** What happened, in one line a person reads. Who did it and when stand beside it. */
export function sentence(item: FeedItem, names: Names): string {
  const verb = verbOf(item);
  const kind = item.kind.split('.')[0] as CardKind;
  const before = told(item.before);
  const after = told(item.after);
  if (item.kind in OFFICE) {
    const said = say(locale, OFFICE[item.kind as keyof typeof OFFICE]);
    const name = word(after.name) || word(before.name);
    return name ? say(locale, 'officeNamed', { said, name }) : said;
  }
  if (verb.startsWith('note_') || verb.startsWith('comment_')) return noteLine(item, verb.replace('comment_', 'note_'));
  if (verb.startsWith('task_')) return taskLine(item, names, verb);
  switch (verb) {
    case 'created':
      return say(locale, `created_${kind}`);
    case 'deleted':
    case 'restored':
    case 'purged':
      return say(locale, verb);
    case 'merged':
    case 'unmerged': {
      const name = word(after.name) || word(before.name);
      return name ? say(locale, `${verb}_named`, { name }) : say(locale, verb);
    }
    case 'name_changed':
      return say(locale, 'name', { before: word(before.name) || none(), after: word(after.name) || none() });
    case 'responsible_changed':
      return say(locale, 'responsible', {
        before: person(names, before.responsible_id),
        after: person(names, after.responsible_id),
      });
    case 'budget_changed':
      return say(locale, 'budget', { before: formatMoney(id(before.price)), after: formatMoney(id(after.price)) });
    case 'status_changed':
      return statusLine(item, names);
    case 'loss_reason_changed':
      return say(locale, 'reason', {
        before: reason(names, before.loss_reason_id),
        after: reason(names, after.loss_reason_id),
      });
    case 'field_changed':
      return fieldLine(item, names, kind);
    case 'tag_added':
      return say(locale, 'tagAdded', { name: word(after.name) });
    case 'tag_removed':
      return say(locale, 'tagRemoved', { name: word(before.name) });
    case 'linked':
    case 'unlinked':
      return linkLine(item, verb);
    case 'main_contact_changed':
      return say(locale, 'mainContact', { name: word(after.name) || none() });
    case 'watcher_added':
    case 'watcher_removed':
      return say(locale, verb, { name: person(names, after.user_id ?? before.user_id) });
    default:
      return verb.startsWith('file_') ? fileLine(item, verb) : say(locale, 'otherEvent', { kind: item.kind });
  }
}

const FILE_LINES = {
  file_added: 'fileAdded',
  file_changed: 'fileChanged',
  file_deleted: 'fileDeleted',
  file_restored: 'fileRestored',
  file_refused: 'fileRefused',
  file_link_added: 'fileLinkAdded',
  file_link_revoked: 'fileLinkRevoked',
} as const;

function fileLine(item: FeedItem, verb: string): string {
  const [before, after] = [told(item.before), told(item.after)];
  const name = word(after.name) || word(before.name) || none();
  if (verb === 'file_changed' && before.name !== after.name)
    return say(locale, 'fileRenamed', { before: word(before.name), after: name });
  const line = FILE_LINES[verb as keyof typeof FILE_LINES];
  return line ? say(locale, line, { name, virus: word(after.virus) }) : say(locale, 'otherEvent', { kind: item.kind });
}

/** Who did it: a person by name, or what kind of machine. */
export function actorName(item: FeedItem): string {
  if (item.actor.name) return item.actor.name;
  if (item.actor.kind === 'robot') return say(locale, 'robot');
  return say(locale, item.actor.kind === 'integration' ? 'integration' : 'someone');
}

/** Why a machine did it, where the sentence itself does not say so. */
export function causeText(item: FeedItem): string {
  const cause = item.cause;
  if (!cause) return '';
  if (cause.kind === 'trigger') {
    if (verbOf(item) === 'task_added') return '';
    return cause.name ? say(locale, 'byRule', { rule: cause.name }) : '';
  }
  if (cause.kind === 'import')
    return cause.name ? say(locale, 'byImportOf', { name: cause.name }) : say(locale, 'byImport');
  return cause.kind === 'bulk' ? say(locale, 'byBulk') : '';
}
