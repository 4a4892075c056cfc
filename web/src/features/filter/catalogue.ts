import { type FilterOp, filterOps } from '@/features/fields';
import type { Bootstrap, CardKind, Field } from '@/lib/bootstrap';

export type Boot = Pick<Bootstrap, 'users' | 'pipelines' | 'tags' | 'loss_reasons' | 'fields' | 'task_types'>;

/** How a standard field is asked for. */
export type Shape =
  | 'people'
  | 'status'
  | 'tags'
  | 'money'
  | 'days'
  | 'task'
  | 'flag'
  | 'name'
  | 'reason'
  | 'link'
  | 'taskAsk'
  | 'eventAsk';

/** The standard fields one may ask by, in the order people are offered them. */
export const STANDARD: Record<CardKind, readonly { field: string; shape: Shape }[]> = {
  deal: [
    { field: 'status', shape: 'status' },
    { field: 'responsible', shape: 'people' },
    { field: 'next_task', shape: 'task' },
    { field: 'tags', shape: 'tags' },
    { field: 'price', shape: 'money' },
    { field: 'created_at', shape: 'days' },
    { field: 'updated_at', shape: 'days' },
    { field: 'status_changed_at', shape: 'days' },
    { field: 'closed_at', shape: 'days' },
    { field: 'is_closed', shape: 'flag' },
    { field: 'loss_reason', shape: 'reason' },
    { field: 'created_by', shape: 'people' },
    { field: 'name', shape: 'name' },
  ],
  contact: [
    { field: 'responsible', shape: 'people' },
    { field: 'next_task', shape: 'task' },
    { field: 'tags', shape: 'tags' },
    { field: 'created_at', shape: 'days' },
    { field: 'updated_at', shape: 'days' },
    { field: 'created_by', shape: 'people' },
    { field: 'name', shape: 'name' },
  ],
  company: [
    { field: 'responsible', shape: 'people' },
    { field: 'next_task', shape: 'task' },
    { field: 'tags', shape: 'tags' },
    { field: 'created_at', shape: 'days' },
    { field: 'updated_at', shape: 'days' },
    { field: 'created_by', shape: 'people' },
    { field: 'name', shape: 'name' },
  ],
};

/** The standard fields of linked cards. */
export const LINKED: Record<CardKind, readonly string[]> = {
  deal: ['name', 'status', 'responsible', 'price', 'tags', 'created_at', 'closed_at'],
  contact: ['name', 'responsible', 'tags', 'created_at', 'next_task'],
  company: ['name', 'responsible', 'tags', 'created_at', 'next_task'],
};

/** What a kind of card is linked to. */
export const LINKS: Record<CardKind, readonly CardKind[]> = {
  deal: ['contact', 'company'],
  contact: ['company', 'deal'],
  company: ['contact', 'deal'],
};

/** The operators of a standard field, the usual one first; "!" is the opposite of one. */
const SHAPE_OPS: Record<Shape, readonly string[]> = {
  people: ['in', 'nin'],
  status: ['in', 'nin'],
  tags: ['in', 'nin', 'empty', 'filled'],
  reason: ['in', 'nin', 'empty', 'filled'],
  money: ['between', '!between'],
  days: ['between', '!between'],
  task: ['eq', '!eq'],
  flag: ['eq'],
  name: ['contains', '!contains', 'starts', 'eq', 'ne'],
  link: ['has', 'none'],
  taskAsk: ['has', 'none'],
  eventAsk: ['has', 'none'],
};

export const TASK_WORDS = ['none', 'overdue', 'today', 'later'] as const;

const isKind = (word: string): word is CardKind => word === 'deal' || word === 'contact' || word === 'company';

/** Whose field it is: that of a linked card, or one of the card's own. */
export function subject(kind: CardKind, field: string): { kind: CardKind; field: string; linked: boolean } {
  const dot = field.indexOf('.');
  const first = field.slice(0, Math.max(dot, 0));
  return isKind(first) ? { kind: first, field: field.slice(dot + 1), linked: true } : { kind, field, linked: false };
}

export function shapeOf(kind: CardKind, name: string): Shape | null {
  const of = subject(kind, name);
  if (of.field === 'deleted') return 'flag';
  if (of.field === 'task') return 'taskAsk';
  if (of.field === 'event') return 'eventAsk';
  if (isKind(of.field)) return 'link';
  return STANDARD[of.kind].find((f) => f.field === of.field)?.shape ?? null;
}

export function customField(boot: Pick<Boot, 'fields'>, kind: CardKind, name: string): Field | undefined {
  const of = subject(kind, name);
  const id = Number(/^cf\.(\d+)$/.exec(of.field)?.[1]);
  return boot.fields[of.kind]?.fields.find((f) => f.id === id);
}

/** The operators a field may be asked by. */
export function opsOf(boot: Pick<Boot, 'fields'>, kind: CardKind, name: string): readonly string[] {
  const custom = customField(boot, kind, name);
  if (!custom) {
    const shape = shapeOf(kind, name);
    return shape ? SHAPE_OPS[shape] : [];
  }
  const ops: readonly FilterOp[] = filterOps(custom);
  return ops.flatMap((op) => (op === 'contains' || op === 'between' ? [op, `!${op}`] : [op]));
}

/** What can happen to a card, in the order people are offered it. */
export const EVENTS = [
  'created',
  'status_changed',
  'responsible_changed',
  'budget_changed',
  'main_contact_changed',
  'loss_reason_changed',
  'field_changed',
  'name_changed',
  'tag_added',
  'tag_removed',
  'note_added',
  'note_changed',
  'comment_added',
  'file_added',
  'task_added',
  'task_changed',
  'task_completed',
  'task_reopened',
  'task_deleted',
  'watcher_added',
  'linked',
  'unlinked',
  'merged',
  'restored',
] as const;

export type EventWord = (typeof EVENTS)[number];

const DEAL_ONLY: readonly string[] = [
  'status_changed',
  'budget_changed',
  'main_contact_changed',
  'loss_reason_changed',
];

/** The events of a kind of card. */
export const eventsOf = (kind: CardKind): readonly EventWord[] =>
  kind === 'deal' ? EVENTS : EVENTS.filter((word) => !DEAL_ONLY.includes(word));
