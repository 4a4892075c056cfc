import { fieldText, opName } from '@/features/fields';
import type { CardKind } from '@/lib/bootstrap';
import { formatDateOnly, formatMoney } from '@/lib/format';
import { text } from '@/lib/i18n';
import { addDays, today } from '@/lib/zone';
import { type Boot, customField, eventsOf, type Shape, shapeOf, subject } from './catalogue';
import locale from './locale';
import { fixedDay, periodOf } from './period';
import { asked, asRange, type Condition, complete, type Group, isGroup } from './tree';

export const TASK_WORD = { none: 'taskNone', overdue: 'taskOverdue', today: 'taskToday', later: 'taskLater' } as const;

/** The name of the field a condition is about, alone or with the kind of card it belongs to. */
export function fieldName(boot: Boot, kind: CardKind, field: string, bare = false): string {
  const of = subject(kind, field);
  const shape = shapeOf(kind, field);
  const gone = of.field.startsWith('cf.') ? text(locale, 'goneField') : of.field;
  let name = customField(boot, kind, field)?.name ?? gone;
  if (shape === 'taskAsk') name = text(locale, 'tasks');
  else if (shape === 'eventAsk') name = text(locale, 'events');
  else if (shape === 'link') name = text(locale, `of_${of.field as CardKind}`);
  else if (of.field === 'name' && of.kind === 'contact') name = text(locale, 'nameOfContact');
  else if (shape) name = text(locale, of.field as 'status');
  return of.linked && !bare ? text(locale, 'linkedField', { kind: text(locale, `of_${of.kind}`), field: name }) : name;
}

export interface Choice {
  value: string;
  label: string;
  hint?: string;
}

/** The choices of a standard field, by id. */
export function choices(boot: Boot, kind: CardKind, shape: Shape): Choice[] {
  switch (shape) {
    case 'people':
      return boot.users.map((u) => ({ value: String(u.id), label: u.name }));
    case 'tags':
      return (boot.tags[kind] ?? []).map((tag) => ({ value: String(tag.id), label: tag.name }));
    case 'reason':
      return boot.loss_reasons.map((r) => ({ value: String(r.id), label: r.name }));
    case 'status':
      return boot.pipelines.flatMap((p) =>
        p.statuses.map((s) => ({
          value: String(s.id),
          label: s.name,
          ...(boot.pipelines.length > 1 ? { hint: p.name } : {}),
        })),
      );
    default:
      return [];
  }
}

export const taskTypes = (boot: Boot): Choice[] => boot.task_types.map((t) => ({ value: String(t.id), label: t.name }));

export const fieldsOf = (boot: Boot, kind: CardKind): Choice[] =>
  (boot.fields[kind]?.fields ?? []).map((f) => ({ value: String(f.id), label: f.name }));

export const eventChoices = (kind: CardKind): Choice[] =>
  eventsOf(kind).map((word) => ({ value: word, label: text(locale, `e_${word}`) }));

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const named = (all: Choice[], value: unknown): string =>
  list(value)
    .map((v) => all.find((o) => o.value === String(v))?.label ?? String(v ?? ''))
    .join(', ');

function range(c: Condition, say: (v: unknown) => string): string {
  const [from, to] = asRange(c);
  return [
    from === null ? '' : `${text(locale, 'from')} ${say(from)}`,
    to === null ? '' : `${text(locale, 'to')} ${say(to)}`,
  ]
    .filter(Boolean)
    .join(' ');
}

function dayText(at: unknown): string {
  const moved = /^today([+-]\d+)?$/.exec(String(at));
  const n = Number(moved?.[1] ?? 0);
  if (!moved) return fixedDay(at) ? formatDateOnly(String(at)) : String(at);
  return formatDateOnly(addDays(today(), n));
}

/** A range of days in words: "in the last 7 days". */
export function periodText(c: Pick<Condition, 'op' | 'value'>): string {
  const ours = periodOf(asRange(c));
  return ours ? text(locale, `p_${ours}`) : range(c as Condition, dayText);
}

function taskText(boot: Boot, c: Condition): string {
  const asks = asked(c.value);
  if (!asks) return text(locale, 'complexText');
  const at = (field: string) => asks.find((a) => a.field === field);
  const parts = [text(locale, `${c.op}_${String(at('state')?.value ?? 'task')}` as 'has_task')];
  for (const a of asks) {
    if (a.field === 'type') parts.push(named(taskTypes(boot), a.value));
    if (a.field === 'responsible') parts.push(named(choices(boot, 'deal', 'people'), a.value));
    if (a.field === 'due_at') parts.push(text(locale, 'w_due', { when: periodText(a) }));
    if (a.field === 'completed_at') parts.push(text(locale, 'w_done', { when: periodText(a) }));
  }
  return parts.join(', ');
}

function eventText(boot: Boot, kind: CardKind, c: Condition): string {
  const asks = asked(c.value);
  if (!asks) return text(locale, 'complexText');
  const kinds = asks.find((a) => a.field === 'kind');
  const what = kinds && named(eventChoices(kind), kinds.value);
  const none = c.op === 'none';
  const parts = [what ?? text(locale, none ? 'noEvents' : 'someEvents')];
  for (const a of asks) {
    if (a.field === 'status')
      parts.push(`${text(locale, 'toStage').toLowerCase()} ${named(choices(boot, kind, 'status'), a.value)}`);
    if (a.field === 'field') parts.push(named(fieldsOf(boot, kind), a.value));
    if (a.field === 'responsible' || a.field === 'by') parts.push(named(choices(boot, kind, 'people'), a.value));
    if (a.field === 'at') parts.push(periodText(a));
  }
  return what && none ? text(locale, 'notHappened', { what: parts.join(', ') }) : parts.join(', ');
}

function linkText(boot: Boot, c: Condition): string {
  const asks = asked(c.value);
  const parts = [text(locale, c.op === 'none' ? 'hasNot' : 'has')];
  for (const a of asks ?? []) {
    if (a.field === 'is_closed') parts.push(text(locale, a.value ? 'deal_closed' : 'deal_open'));
    if (a.field === 'status') parts.push(named(choices(boot, 'deal', 'status'), a.value));
  }
  return asks ? parts.join(', ') : text(locale, 'complexText');
}

/** What a condition asks for, in words of the chip. */
export function conditionText(boot: Boot, kind: CardKind, c: Condition): string {
  if (c.op === 'empty') return text(locale, 'opEmpty');
  if (c.op === 'filled') return text(locale, 'opFilled');
  const of = subject(kind, c.field);
  const shape = shapeOf(kind, c.field);
  if (shape === 'taskAsk') return taskText(boot, c);
  if (shape === 'eventAsk') return eventText(boot, of.kind, c);
  if (shape === 'link') return linkText(boot, c);
  if (!complete(c)) return '';
  const custom = customField(boot, kind, c.field);
  const ranged = c.op === 'between' || c.op === 'gte' || c.op === 'lte';
  let words: string;
  if (custom) {
    if (ranged && list(c.value).some((v) => String(v).startsWith('today'))) words = periodText(c);
    else if (ranged) words = range(c, (v) => fieldText(custom, [v]));
    else
      words = list(c.value)
        .map((v) => fieldText(custom, [v]) || String(v))
        .join(', ');
    if (!['in', 'nin', 'between', 'gte', 'lte', 'eq', 'ne', 'contains'].includes(c.op))
      words = `${opName(custom, c.op as never)} ${words}`;
  } else if (shape === 'money') words = range(c, (v) => formatMoney(Number(v)));
  else if (shape === 'days') words = periodText(c);
  else if (shape === 'task') words = text(locale, TASK_WORD[String(c.value) as keyof typeof TASK_WORD] ?? 'taskNone');
  else if (shape === 'flag') words = text(locale, c.value ? 'yes' : 'no');
  else words = named(shape ? choices(boot, of.kind, shape) : [], c.value);
  return c.op === 'nin' || c.op === 'ne' || c.not ? text(locale, 'except', { value: words }) : words;
}

/** A condition with its field: "Budget from 100". */
export function sentence(boot: Boot, kind: CardKind, c: Condition): string {
  const name = fieldName(boot, kind, c.field);
  const value = conditionText(boot, kind, c);
  return value ? text(locale, 'said', { name, value }) : name;
}

/** A whole group in one sentence: "Budget from 100 and Tags vip". */
export function groupText(boot: Boot, kind: CardKind, group: Group): string {
  const parts = group.items.map((item) => {
    if (isGroup(item)) return `(${groupText(boot, kind, item)})`;
    return sentence(boot, kind, item);
  });
  return parts.join(` ${text(locale, group.any ? 'or' : 'and')} `);
}
