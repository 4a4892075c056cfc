import type { components } from '@/api/schema';
import type { CardKind } from '@/lib/bootstrap';
import { currencyDigits, formatDateOnly, formatMoney } from '@/lib/format';

type Schemas = components['schemas'];
type Plan = Schemas['Plan'];
type PlanColumn = Schemas['PlanColumn'];
type Target = Schemas['Target'];
type Column = Schemas['ImportColumn'];

/** A file larger than this is not sent at all. */
export const MAX_FILE = 100 * 1024 * 1024;
export const FILE_TYPES = ['.xlsx', '.csv', '.tsv', '.txt', '.vcf'];

export const isBusy = (i: { state: string }): boolean => i.state === 'running' || i.state === 'undoing';

/** Why a file is refused before it is sent. */
export function fileFault(file: { name: string; size: number }): 'fileEmpty' | 'fileLarge' | 'fileOld' | undefined {
  if (file.size === 0) return 'fileEmpty';
  if (file.size > MAX_FILE) return 'fileLarge';
  if (/\.xls$/i.test(file.name)) return 'fileOld';
}

/** The value of a choice of a column's place: a target, `skip`, or `new:deal`. */
export const choiceOf = (c: PlanColumn): string => (c.new_field ? `new:${c.new_field.kind}` : c.target || 'skip');

/** What a guessed type is among the types of fields. */
const FIELD_TYPE: Record<string, string> = {
  long_text: 'textarea',
  int: 'number',
  number: 'number',
  money: 'money',
  bool: 'checkbox',
  list: 'list',
  multilist: 'multilist',
  date: 'date',
  datetime: 'datetime',
  url: 'url',
  phone: 'phone',
  email: 'email',
};
export const fieldTypeOf = (column: Column): string => FIELD_TYPE[column.type] ?? 'text';

/**
 * The plan with a column sent elsewhere. A place that takes one column only is taken from the one that had it; a new
 * field begins with the column's title and guessed type.
 */
export function withChoice(plan: Plan, column: Column, choice: string, targets: readonly Target[]): Plan {
  const single = !choice.startsWith('new:') && choice !== 'skip' && !targets.find((t) => t.target === choice)?.many;
  const made = (): PlanColumn => {
    if (!choice.startsWith('new:')) return { index: column.index, target: choice };
    const type = fieldTypeOf(column);
    return {
      index: column.index,
      target: 'new',
      new_field: {
        kind: choice.slice(4) as CardKind,
        type,
        name: column.title.slice(0, 100),
        ...(type === 'list' || type === 'multilist' ? { options: column.values } : {}),
      },
    };
  };
  return {
    ...plan,
    columns: plan.columns.map((c) => {
      if (c.index === column.index) return made();
      return single && c.target === choice ? { index: c.index, target: 'skip' } : c;
    }),
  };
}

export function withColumn(plan: Plan, index: number, patch: Partial<PlanColumn>): Plan {
  return { ...plan, columns: plan.columns.map((c) => (c.index === index ? { ...c, ...patch } : c)) };
}

export const isSkipped = (c: PlanColumn): boolean => !c.new_field && (c.target === '' || c.target === 'skip');

const KINDS = ['contact', 'company', 'deal'] as const;

/** The kinds of cards the plan makes. */
export function kindsOf(plan: Plan): CardKind[] {
  const kinds = new Set(
    plan.columns.filter((c) => !isSkipped(c)).map((c) => c.new_field?.kind ?? c.target.split('.')[0]),
  );
  return KINDS.filter((k) => kinds.has(k));
}

/** The type of what a column becomes: that of its target or new field. */
export function typeOf(c: PlanColumn, targets: readonly Target[]): string {
  return c.new_field?.type ?? targets.find((t) => t.target === c.target)?.type ?? 'text';
}

/** Kinds of places whose values stand for things of the account: each value may be told what it means. */
export const isChoice = (type: string): boolean =>
  ['status', 'pipeline', 'user', 'loss_reason', 'list', 'multilist'].includes(type);

/** A value of the preview for reading: money with its sign, days as elsewhere. */
export function readValue(value: string, type: string): string {
  if (value === '') return '';
  if (type === 'money') {
    const n = Number(value);
    return Number.isFinite(n) ? formatMoney(Math.round(n * 10 ** currencyDigits())) : value;
  }
  if ((type === 'date' || type === 'birthday') && /^\d{4}-\d\d-\d\d$/.test(value)) return formatDateOnly(value);
  return value;
}

/** How far it has come, from 0 to 1; undefined while the end is not known. */
export function shareOf(done: number, total: number): number | undefined {
  return total > 0 ? Math.min(1, done / total) : undefined;
}

export interface PreviewSum {
  rows: number;
  rejected: number;
  /** Rows with values that could not be read. */
  flawed: number;
}

export function sumPreview(rows: readonly Schemas['PreviewRow'][]): PreviewSum {
  return {
    rows: rows.length,
    rejected: rows.filter((r) => r.rejected).length,
    flawed: rows.filter((r) => !r.rejected && (r.problems.length > 0 || r.cells.some((c) => c.problems.length > 0)))
      .length,
  };
}

/** The filter of a list by the first tag of an import that the account knows; none when it has gone. */
export function tagFilter(
  names: readonly string[],
  known: readonly { id: number; name: string }[],
): { filter?: string } {
  const tag = known.find((t) => names.includes(t.name));
  return tag ? { filter: JSON.stringify({ field: 'tags', op: 'in', value: [tag.id] }) } : {};
}
