import { fieldText, opName } from '@/features/fields';
import type { Bootstrap, CardKind, Field } from '@/lib/bootstrap';
import { formatDateOnly, formatMoney } from '@/lib/format';
import { text } from '@/lib/i18n';
import locale from './locale';
import { asRange, type Condition, complete, type Shape, STANDARD } from './model';

type Boot = Pick<Bootstrap, 'users' | 'pipelines' | 'tags' | 'loss_reasons' | 'fields'>;

export const TASK_WORD = { none: 'taskNone', overdue: 'taskOverdue', today: 'taskToday', later: 'taskLater' } as const;

export function shapeOf(kind: CardKind, field: string): Shape | null {
  return (
    STANDARD[kind].find((f) => f.field === field)?.shape ??
    (field === 'is_closed' || field === 'deleted' ? 'flag' : null)
  );
}

export function customField(boot: Boot, kind: CardKind, field: string): Field | undefined {
  const id = Number(/^cf\.(\d+)$/.exec(field)?.[1]);
  return boot.fields[kind]?.fields.find((f) => f.id === id);
}

/** The name of the field a condition is about. */
export function fieldName(boot: Boot, kind: CardKind, field: string): string {
  const custom = customField(boot, kind, field);
  if (custom) return custom.name;
  return shapeOf(kind, field) ? text(locale, field as 'status') : field;
}

/** The choices of a standard field, by id. */
export function choices(boot: Boot, kind: CardKind, shape: Shape): { value: string; label: string; hint?: string }[] {
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

const range = (c: Condition, say: (v: unknown) => string): string => {
  const [from, to] = asRange(c);
  return [
    from === null ? '' : `${text(locale, 'from')} ${say(from)}`,
    to === null ? '' : `${text(locale, 'to')} ${say(to)}`,
  ]
    .filter(Boolean)
    .join(' ');
};

/** What a condition asks for, in words of the chip. */
export function conditionText(boot: Boot, kind: CardKind, c: Condition): string {
  if (c.op === 'empty') return text(locale, 'opEmpty');
  if (c.op === 'filled') return text(locale, 'opFilled');
  if (!complete(c)) return '';
  const custom = customField(boot, kind, c.field);
  const list = Array.isArray(c.value) ? c.value : [c.value];
  let words: string;
  if (custom) {
    words =
      c.op === 'between' || c.op === 'gte' || c.op === 'lte'
        ? range(c, (v) => fieldText(custom, [v]))
        : list.map((v) => fieldText(custom, [v]) || String(v)).join(', ');
    if (!['in', 'nin', 'between', 'gte', 'lte', 'eq', 'contains'].includes(c.op))
      words = `${opName(custom, c.op as never)} ${words}`;
  } else {
    const shape = shapeOf(kind, c.field);
    if (shape === 'money') words = range(c, (v) => formatMoney(Number(v)));
    else if (shape === 'days') words = range(c, (v) => formatDateOnly(String(v)));
    else if (shape === 'task') words = text(locale, TASK_WORD[String(c.value) as keyof typeof TASK_WORD] ?? 'taskNone');
    else if (shape === 'flag') words = text(locale, c.value ? 'yes' : 'no');
    else {
      const all = shape ? choices(boot, kind, shape) : [];
      words = list.map((v) => all.find((o) => o.value === String(v))?.label ?? String(v ?? '')).join(', ');
    }
  }
  return c.op === 'nin' || c.op === 'ne' ? text(locale, 'except', { value: words }) : words;
}
