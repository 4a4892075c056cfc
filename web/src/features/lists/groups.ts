import type { components } from '@/api/schema';
import type { CardKind, Field, Pipeline, Tag } from '@/lib/bootstrap';
import { accountFormat } from '@/lib/format';
import { getLang } from '@/lib/i18n';
import { addDays, fromUnix, toUnix } from '@/lib/zone';
import type { ColumnId } from './model';

export type ListGroup = components['schemas']['ListGroup'];

/** What rows can be parted by: standard columns, and own lists. */
export function groupColumns(kind: CardKind, fields: readonly Pick<Field, 'id' | 'type'>[]): ColumnId[] {
  return [
    ...(kind === 'deal' ? ['status'] : []),
    'responsible',
    'tags',
    'created_at',
    ...(kind === 'deal' ? ['closed_at'] : []),
    ...fields.filter((f) => f.type === 'list').map((f) => `cf.${f.id}`),
  ];
}

/** The first second after the month that begins at a moment. */
function monthEnd(first: number): number {
  const { day } = fromUnix(first);
  const next = `${addDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
  return toUnix({ day: next, time: '00:00' });
}

/** The filter that finds the rows of a group. */
export function groupFilter(filter: string, by: ColumnId, value: number | null): string {
  const leaf =
    value === null
      ? { field: by, op: 'empty' }
      : by.endsWith('_at')
        ? { field: by, op: 'between', value: [value, monthEnd(value) - 1] }
        : { field: by, op: 'in', value: [value] };
  return JSON.stringify(filter ? { and: [JSON.parse(filter), leaf] } : leaf);
}

/** Stages stand as in their pipelines; all else as the server says: the latest month, or the largest first. */
export function orderGroups(items: readonly ListGroup[], by: ColumnId, pipelines: readonly Pipeline[]): ListGroup[] {
  if (by !== 'status') return [...items];
  const at = new Map(pipelines.flatMap((p) => p.statuses).map((s, i) => [s.id, i]));
  const place = (g: ListGroup) => at.get(g.value ?? -1) ?? at.size;
  return [...items].sort((a, b) => place(a) - place(b));
}

/** `November 2026`, in the account's zone. */
function monthName(first: number): string {
  const { timeZone } = accountFormat();
  const name = new Intl.DateTimeFormat(getLang(), { month: 'long', year: 'numeric', timeZone })
    .format(first * 1000)
    .replace(/\s*г\.$/, '');
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

/** The name of a group, and its colour when it has one; empty when nothing is known of it any more. */
export function groupName(
  by: ColumnId,
  value: number,
  known: {
    people: ReadonlyMap<number, { name: string }>;
    statuses: ReadonlyMap<number, { name: string; hue: number }>;
    tags: readonly Tag[];
    fields: ReadonlyMap<number, Field>;
  },
): { name: string; hue: number } {
  if (by.endsWith('_at')) return { name: monthName(value), hue: 0 };
  if (by === 'responsible') return { name: known.people.get(value)?.name ?? '', hue: 0 };
  const named =
    by === 'status'
      ? known.statuses.get(value)
      : by === 'tags'
        ? known.tags.find((tag) => tag.id === value)
        : known.fields.get(Number(by.slice(3)))?.options?.find((o) => o.id === value);
  return { name: named?.name ?? '', hue: (named as { hue?: number } | undefined)?.hue ?? 0 };
}

/** A group on screen: where it begins, and the place of its first row among all rows that are open. */
export interface Shelf {
  group: ListGroup;
  key: string;
  open: boolean;
  top: number;
  base: number;
}

/** Where groups stand when each has a head, and the open ones their rows below it. */
export function shelvesOf(
  groups: readonly ListGroup[],
  closed: ReadonlySet<string>,
  height: number,
): { shelves: Shelf[]; height: number; rows: number } {
  let top = 0;
  let base = 0;
  const shelves = groups.map((group) => {
    const key = String(group.value ?? 'none');
    const open = !closed.has(key);
    const shelf = { group, key, open, top, base };
    top += height * (1 + (open ? group.count : 0));
    base += open ? group.count : 0;
    return shelf;
  });
  return { shelves, height: top, rows: base };
}
