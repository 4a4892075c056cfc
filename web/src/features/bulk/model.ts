import type { components } from '@/api/schema';
import type { CardKind } from '@/lib/bootstrap';

export type Bulk = components['schemas']['BulkView'];
export type BulkBody = components['schemas']['BulkBody'];
export type BulkItem = components['schemas']['BulkItem'];
export type Action = Bulk['action'];

/** What is selected in a list: some rows, or all that the filter finds. */
export interface Selection {
  ids: ReadonlySet<number>;
  /** The whole filter; ids are then the loaded rows. */
  all: boolean;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), all: false };

/** The cards of a selection as the server takes them. */
export function target(
  kind: CardKind,
  selection: Selection,
  filter: string,
): Pick<BulkBody, 'kind' | 'ids' | 'filter'> {
  if (!selection.all) return { kind, ids: [...selection.ids] };
  return { kind, filter: filter ? JSON.parse(filter) : {} };
}

/** Two to five cards, named one by one, can become one. */
export const mergeable = ({ ids, all }: Selection): boolean => !all && ids.size >= 2 && ids.size <= 5;

/** As many ids fit into a filter. */
const MOST_IDS = 1000;

/** A filter that finds the selection; null when it names too many rows one by one. */
export function selectionFilter({ ids, all }: Selection, filter: string): string | null {
  if (all) return filter;
  if (ids.size > MOST_IDS) return null;
  return JSON.stringify({ field: 'id', op: 'in', value: [...ids] });
}

export const isBusy = (bulk: Bulk): boolean => bulk.state === 'running' || bulk.state === 'undoing';

/** How many of how many the run or its undoing has handled. */
export function progressOf({ state, counts }: Bulk): { n: number; of: number } {
  if (state === 'undoing') return { n: counts.undone + counts.kept, of: counts.done };
  return { n: counts.handled, of: counts.total };
}
