import { memo } from 'react';
import type { useNoteVerbs } from './api';
import { DayLine } from './DayLine';
import { EventLine } from './EventLine';
import { FoldedEvents } from './FoldedEvents';
import type { FeedRow } from './model';
import { NoteCard } from './NoteCard';
import { actorName, type Names } from './sentence';
import { TaskDoneLine } from './TaskDoneLine';

/** The lines of the feed, oldest first. */
export const FeedRows = memo(function FeedRows({
  rows,
  names,
  canEdit,
  verbs,
}: {
  rows: readonly FeedRow[];
  names: Names;
  canEdit: boolean;
  verbs: ReturnType<typeof useNoteVerbs>;
}) {
  return rows.map((row) => {
    switch (row.type) {
      case 'day':
        return <DayLine key={row.key} at={row.at} />;
      case 'note':
        return <NoteCard key={row.key} note={row.note} author={actorName(row.item)} canEdit={canEdit} verbs={verbs} />;
      case 'task':
        return <TaskDoneLine key={row.key} item={row.item} names={names} />;
      case 'fold':
        return <FoldedEvents key={row.key} items={row.items} names={names} />;
      default:
        return <EventLine key={row.key} item={row.item} names={names} />;
    }
  });
});
