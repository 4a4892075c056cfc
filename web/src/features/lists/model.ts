import type { components } from '@/api/schema';
import type { CardKind, Field } from '@/lib/bootstrap';

type Schemas = components['schemas'];
export type DealRow = Schemas['DealView'];
export type ContactRow = Schemas['ContactView'];
export type CompanyRow = Schemas['CompanyView'];
/** A row of any list; what only some kinds have is optional. */
export type Row = CompanyRow & Partial<Omit<ContactRow, keyof CompanyRow>> & Partial<Omit<DealRow, keyof CompanyRow>>;

/** A column by name: a standard one, or `cf.12`. */
export type ColumnId = string;

export const STANDARD_COLUMNS: Record<CardKind, readonly ColumnId[]> = {
  deal: [
    'name',
    'status',
    'price',
    'contact',
    'company',
    'responsible',
    'next_task',
    'tags',
    'created_at',
    'updated_at',
    'closed_at',
    'id',
  ],
  contact: ['name', 'company', 'responsible', 'next_task', 'tags', 'created_at', 'updated_at', 'id'],
  company: ['name', 'responsible', 'next_task', 'tags', 'created_at', 'updated_at', 'id'],
};

/** What a new list shows; custom fields `codes` names follow the name. */
export const FIRST_COLUMNS: Record<CardKind, { standard: readonly ColumnId[]; codes: readonly string[] }> = {
  deal: {
    standard: ['name', 'status', 'price', 'contact', 'company', 'responsible', 'next_task', 'tags', 'created_at'],
    codes: [],
  },
  contact: { standard: ['name', 'company', 'responsible', 'tags', 'created_at'], codes: ['PHONE', 'EMAIL'] },
  company: { standard: ['name', 'responsible', 'tags', 'created_at'], codes: ['PHONE', 'EMAIL', 'WEB'] },
};

const SORTABLE = new Set(['name', 'price', 'next_task', 'created_at', 'updated_at', 'closed_at', 'id']);

/** Whether the server can sort by the column. */
export const sortable = (column: ColumnId): boolean => SORTABLE.has(column) || column.startsWith('cf.');

/** The next order when a head is pressed: ascending, descending; times begin with the newest. */
export function nextSort(sort: string, column: ColumnId): string {
  if (sort === column) return `-${column}`;
  if (sort === `-${column}`) return column;
  return column.endsWith('_at') || column === 'price' ? `-${column}` : column;
}

const WIDTH: Record<string, number> = {
  name: 280,
  status: 210,
  price: 130,
  contact: 180,
  company: 200,
  responsible: 170,
  next_task: 190,
  tags: 190,
  created_at: 130,
  updated_at: 130,
  closed_at: 130,
  id: 80,
};

const NUMERIC = new Set(['price', 'id']);

/** Whether the column holds numbers, which stand right. */
export const isNumeric = (column: ColumnId, fields: ReadonlyMap<number, Pick<Field, 'type'>>): boolean =>
  NUMERIC.has(column) || /^(number|money)$/.test(fields.get(Number(column.slice(3)))?.type ?? '');

/** The columns whose numbers can be summed up: budgets, numbers, money, and formulas of these. */
export const summedColumns = (
  columns: readonly ColumnId[],
  fields: ReadonlyMap<number, Pick<Field, 'type' | 'settings'>>,
): ColumnId[] =>
  columns.filter((c) => {
    const field = fields.get(Number(c.slice(3)));
    const type = field?.type === 'formula' ? field.settings.result : field?.type;
    return c === 'price' || (c.startsWith('cf.') && (type === 'number' || type === 'money'));
  });

export const widthOf = (column: ColumnId): number => WIDTH[column] ?? 180;

/** Takes the columns a person chose, leaving out those that no longer exist. The name always stands first. */
export function shownColumns(
  chosen: readonly ColumnId[] | undefined,
  known: readonly ColumnId[],
  first: readonly ColumnId[],
): ColumnId[] {
  const list = (chosen ?? first).filter((c) => c !== 'name' && known.includes(c));
  return ['name', ...new Set(list)];
}

/** Pages of a list as the cache holds them. */
export interface Pages {
  pages: { items: Row[]; next: string }[];
  pageParams: unknown[];
}

/** Takes in rows as they are now, each in its old place: nothing jumps while a person reads. Rows not found have left. */
export function refreshRows(data: Pages, asked: readonly number[], found: readonly Row[]): Pages {
  const now = new Map(found.map((row) => [row.id, row]));
  const gone = new Set(asked.filter((id) => !now.has(id)));
  const pages = data.pages.map((page) => ({
    ...page,
    items: page.items.filter((row) => !gone.has(row.id)).map((row) => now.get(row.id) ?? row),
  }));
  return { ...data, pages };
}

/** The selected rows: some of the loaded ones, or all that the filter finds. */
export interface Chosen {
  ids: ReadonlySet<number>;
  all: boolean;
}

export const NONE: Chosen = { ids: new Set(), all: false };

/** The ids of the loaded rows from one index to another, both included, whichever is first. */
export function rangeOf(rowAt: (index: number) => { id: number } | undefined, from: number, to: number): number[] {
  const ids: number[] = [];
  for (let i = Math.max(0, Math.min(from, to)); i <= Math.max(from, to); i++) {
    const row = rowAt(i);
    if (row) ids.push(row.id);
  }
  return ids;
}
