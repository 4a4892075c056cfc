import { formatNumber } from '@/lib/format';
import type { SavedView, Shelf } from './api';

/** A column as a view keeps it. */
export interface ShownColumn {
  name: string;
  width?: number;
  is_pinned?: boolean;
}

/** What a page shows now, as a view keeps it. */
export interface Shown {
  /** A filter tree as JSON, empty: everything. */
  filter: string;
  sort: string;
  columns: readonly ShownColumn[];
  layout: '' | 'board' | 'list';
}

/** A filter of the server as the address holds it. */
export const filterText = (filter: unknown): string => {
  const json = JSON.stringify(filter ?? {});
  return json === '{}' ? '' : json;
};

/** A bounded count: `9 998`, `10 000+`; nothing when it is not known. */
export const countText = (count: number | null, more: boolean): string =>
  count === null ? '' : `${formatNumber(count)}${more ? '+' : ''}`;

export const shownOf = (view: SavedView): Shown => ({
  filter: filterText(view.filter),
  sort: view.sort,
  columns: view.columns,
  layout: view.layout as Shown['layout'],
});

/** What a person begins with; undefined when they chose nothing. */
export function firstView({ system, items, default: name }: Shelf): Shown | undefined {
  const ready = system.find((view) => view.name === name);
  if (ready) return { filter: filterText(ready.filter), sort: '', columns: [], layout: '' };
  const saved = items.find((view) => String(view.id) === name);
  return saved && shownOf(saved);
}

/** Whether what is shown is no longer what the view keeps. What a view leaves as it is does not count. */
export function differs(shown: Shown, view: SavedView): boolean {
  const kept = shownOf(view);
  return (
    canonical(shown.filter) !== canonical(kept.filter) ||
    (kept.sort !== '' && kept.sort !== shown.sort) ||
    (kept.layout !== '' && kept.layout !== shown.layout) ||
    (kept.columns.length > 0 && columnsText(kept.columns) !== columnsText(shown.columns))
  );
}

const columnsText = (columns: readonly ShownColumn[]): string =>
  columns.map((c) => `${c.name} ${c.width ?? 0} ${c.is_pinned ?? false}`).join(', ');

/** A filter with its keys in one order, so that equal ones are the same text. */
function canonical(filter: string): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)]),
    );
  };
  return filter === '' ? '' : JSON.stringify(sorted(JSON.parse(filter)));
}

/** All views one may change, in their order, when one of a part of them has moved within that part. */
export function reordered(
  all: readonly { id: number; can_edit: boolean }[],
  part: readonly { id: number }[],
  from: number,
  to: number,
): number[] {
  const moved = part.map((v) => v.id);
  moved.splice(to, 0, ...moved.splice(from, 1));
  const ids = new Set(moved);
  return all.filter((v) => v.can_edit).map((v) => (ids.has(v.id) ? (moved.shift() as number) : v.id));
}
