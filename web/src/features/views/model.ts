import { formatNumber } from '@/lib/format';
import type { SavedView, Shelf } from './api';

/** What a page shows now, as a view keeps it. */
export interface Shown {
  /** A filter tree as JSON, empty: everything. */
  filter: string;
  sort: string;
  columns: readonly string[];
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
  columns: view.columns.map((c) => c.name),
  layout: view.layout as Shown['layout'],
});

/** What a person begins with; undefined when they chose nothing. */
export function firstView({ system, items, default: name }: Shelf): Shown | undefined {
  const ready = system.find((view) => view.name === name);
  if (ready) return { filter: filterText(ready.filter), sort: '', columns: [], layout: '' };
  const saved = items.find((view) => String(view.id) === name);
  return saved && shownOf(saved);
}
