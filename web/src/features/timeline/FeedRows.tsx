import { memo } from 'react';
import { Attachments } from '@/features/files';
import type { useNoteVerbs } from './api';
import { DayLine } from './DayLine';
import { EventLine } from './EventLine';
import { FoldedEvents } from './FoldedEvents';
import { elsewhere, type FeedRow, type Note } from './model';
import { NoteCard } from './NoteCard';
import { Place } from './Place';
import { actorName, type Names } from './sentence';
import { TaskDoneLine } from './TaskDoneLine';

/** The lines of the feed, oldest first. */
export const FeedRows = memo(function FeedRows({
  rows,
  names,
  canEdit,
  verbs,
  onReply,
}: {
  rows: readonly FeedRow[];
  names: Names;
  canEdit: boolean;
  verbs: ReturnType<typeof useNoteVerbs>;
  onReply?: ((note: Note) => void) | undefined;
}) {
  return rows.map((row) => {
    switch (row.type) {
      case 'day':
        return <DayLine key={row.key} at={row.at} />;
      case 'note':
        return (
          <NoteCard
            key={row.key}
            note={row.note}
            author={actorName(row.item)}
            {...(elsewhere(row.item) ? { place: <Place item={row.item} /> } : {})}
            canEdit={canEdit}
            verbs={verbs}
            onReply={onReply}
          />
        );
      case 'file':
        return (
          <div key={row.key} className="py-1">
            <EventLine item={row.item} names={names} />
            <Attachments files={[row.file]} />
          </div>
        );
      case 'task':
        return <TaskDoneLine key={row.key} item={row.item} names={names} />;
      case 'fold':
        return <FoldedEvents key={row.key} items={row.items} names={names} />;
      default:
        return <EventLine key={row.key} item={row.item} names={names} />;
    }
  });
});
