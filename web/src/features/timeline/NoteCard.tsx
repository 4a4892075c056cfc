import { Ellipsis, Pin, Reply } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Attachments } from '@/features/files';
import { useMe } from '@/lib/bootstrap';
import { formatFull, formatTime, formatWhen } from '@/lib/format';
import { text, useText } from '@/lib/i18n';
import { Avatar } from '@/ui/Avatar';
import { confirm } from '@/ui/confirm';
import { IconButton } from '@/ui/IconButton';
import { openMenu } from '@/ui/openMenu';
import { toast } from '@/ui/toast';
import type { useNoteVerbs } from './api';
import locale from './locale';
import { mentionParts, type Note, talkOf } from './model';
import { NoteEditor } from './NoteEditor';

const failed = (error: Error) => toast({ text: text(locale, 'failed'), detail: error.message, tone: 'bad' });

/** A note: who wrote it, when, its words. Its author, or whoever may edit the card, can change it. */
export function NoteCard({
  note,
  author,
  canEdit,
  verbs,
  pinnedView = false,
  place,
  onReply,
}: {
  note: Note;
  author: string;
  canEdit: boolean;
  verbs: ReturnType<typeof useNoteVerbs>;
  /** Stands on top of the feed: shows the day too. */
  pinnedView?: boolean;
  /** On which other card it was written. */
  place?: ReactNode;
  /** Answers a comment. */
  onReply?: ((note: Note) => void) | undefined;
}) {
  const t = useText(locale);
  const me = useMe();
  const [editing, setEditing] = useState(false);
  const may = canEdit || note.created_by === me.id;
  const isComment = note.kind === 'comment';
  const talk = talkOf(note);
  const parts = mentionParts(
    note.text,
    talk.mentions.map((m) => m.name),
  );

  async function remove() {
    const sure = await confirm({ title: t('removeTitle'), body: t('removeBody'), action: t('remove'), danger: true });
    if (sure) verbs.remove(note.id).catch(failed);
  }
  const menu = (anchor: Element) =>
    openMenu({
      anchor,
      align: 'end',
      items: [
        { id: 'edit', label: t('edit'), onSelect: () => setEditing(true) },
        {
          id: 'pin',
          label: note.is_pinned ? t('unpin') : t('pin'),
          onSelect: () => void verbs.pin(note.id, !note.is_pinned).catch(failed),
        },
        { kind: 'separator', id: 'line' },
        { id: 'remove', label: t('remove'), danger: true, onSelect: () => void remove() },
      ],
    });
  return (
    <article aria-label={t('noteBy', { name: author })} className="flex items-start gap-2 py-1.5">
      <span className="pt-0.5">
        <Avatar name={author} size={24} />
      </span>
      <div
        className={`min-w-0 flex-1 rounded-control px-3 py-2 ring-1 ring-line ${isComment ? 'bg-selected' : 'bg-surface'}`}
      >
        <div className="flex min-h-[18px] items-center gap-2">
          <span className="truncate font-medium">{author}</span>
          <span data-tip={formatFull(note.created_at)} className="tabular shrink-0 text-small text-muted">
            {pinnedView ? formatWhen(note.created_at, { time: true }) : formatTime(note.created_at)}
          </span>
          {place && <span className="min-w-0 truncate text-small text-muted">{place}</span>}
          {isComment && <span className="shrink-0 text-small text-muted">{t('toColleagues')}</span>}
          {note.is_pinned && (
            <span role="img" aria-label={t('pinned')} data-tip={t('pinned')} className="text-muted">
              <Pin aria-hidden="true" size={12} />
            </span>
          )}
          {isComment && onReply && !editing && note.id > 0 && (
            <IconButton
              size="small"
              label={t('reply')}
              icon={<Reply aria-hidden="true" size={14} />}
              onClick={() => onReply(note)}
              className="-my-1 ml-auto"
            />
          )}
          {note.id < 0 && <span className="ml-auto shrink-0 text-small text-warn">{t('unsent')}</span>}
          {may && !editing && note.id > 0 && (
            <IconButton
              size="small"
              label={t('noteMenu')}
              icon={<Ellipsis aria-hidden="true" size={16} />}
              onClick={(e) => menu(e.currentTarget)}
              className={`-my-1 -mr-1.5 ${isComment && onReply ? '' : 'ml-auto'}`}
            />
          )}
        </div>
        {editing ? (
          <NoteEditor
            value={note.text}
            onCancel={() => setEditing(false)}
            onSave={(next) => {
              setEditing(false);
              if (next !== note.text) verbs.edit(note.id, next).catch(failed);
            }}
          />
        ) : (
          <>
            {talk.reply && (
              <p className="mb-1 truncate border-l-2 border-control pl-2 text-small text-muted">{talk.reply.text}</p>
            )}
            {note.text && (
              <p className="break-words whitespace-pre-wrap">
                {parts.map((p, i) =>
                  p.isMention ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text have no other name
                    <span key={i} className="font-medium text-accent">
                      {p.text}
                    </span>
                  ) : (
                    p.text
                  ),
                )}
              </p>
            )}
            {!!note.files?.length && <Attachments files={note.files} />}
          </>
        )}
        {note.updated_at > note.created_at && !editing && (
          <p className="mt-1 text-small text-muted">{t('edited', { when: formatWhen(note.updated_at) })}</p>
        )}
      </div>
    </article>
  );
}
