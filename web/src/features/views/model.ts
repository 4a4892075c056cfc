import { formatNumber } from '@/lib/format';

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
