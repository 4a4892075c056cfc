import { ColumnPicker } from '@/features/lists';

/** What only the list of deals has in its toolbar; it comes with the list. */
export function ListTools() {
  return <ColumnPicker kind="deal" />;
}
