import type { ReactNode } from 'react';
import type { ListQuery } from './api';
import type { Chosen, Row } from './model';

/** What a list of cards shows, and whom it tells. */
export interface ListProps {
  query: ListQuery;
  /** A person set a filter: an empty list offers to clear it. */
  filtered: boolean;
  label: string;
  /** Shown when there is nothing at all, not even without a filter. */
  empty: ReactNode;
  onSort: (sort: string) => void;
  /** Opens a row; the ids around it are for "previous" and "next". */
  onOpen: (row: Row, ids: readonly number[]) => void;
  onClearFilter: () => void;
  /** Stands over the rows while some are selected; without it they cannot be. */
  bar?: (selected: {
    chosen: Chosen;
    count: number;
    total: number | undefined;
    onSelectAll: () => void;
    onClear: () => void;
  }) => ReactNode;
}
