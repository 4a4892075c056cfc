import { FlatList } from './FlatList';
import { GroupedList } from './laterParts';
import type { ListProps } from './listProps';

/** A list of cards: rows by filter and order, walked by keyboard, with count and sum below; whole, or parted by a column. */
export function RecordList({
  group,
  ...list
}: ListProps & {
  /** The column the rows are parted by; without one they are not. */
  group?: string | undefined;
}) {
  return group ? <GroupedList key={group} by={group} {...list} /> : <FlatList {...list} />;
}
