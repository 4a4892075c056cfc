import { Paperclip, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useCard } from '@/features/cardcore';
import { filesOfTransfer, type Kept, UploadChips, useStaged } from '@/features/files';
import { type Note, useNoteVerbs } from '@/features/timeline';
import { usePeople } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { useLineReason } from '@/lib/reach';
import { Button } from '@/ui/Button';
import { confirm } from '@/ui/confirm';
import { IconButton } from '@/ui/IconButton';
import { toast } from '@/ui/toast';
import { blindTo } from './api';
import { keepDraft, readDraft } from './draft';
import locale from './locale';
import { MentionArea } from './MentionArea';
import { mentioned } from './mentions';

/**
 * Writes a note, or a message to colleagues: with files by drop, paste and choice, and with people by `@`. Ctrl Enter
 * sends it; a refused one comes back into the field.
 */
export function NoteForm({
  name,
  talk = false,
  answered,
  onAnswered,
}: {
  name: string;
  /** A message of the talk among colleagues. */
  talk?: boolean;
  /** The comment it answers. */
  answered?: Note | undefined;
  onAnswered?: () => void;
}) {
  const t = useText(locale);
  const { kind, card } = useCard();
  const people = usePeople();
  const verbs = useNoteVerbs(kind, card.id);
  const part = talk ? 'comment' : 'note';
  const files = useStaged(kind, card.id, readDraft<Kept[]>(name, `${part}-files`) ?? [], (kept) =>
    keepDraft(name, `${part}-files`, kept.length ? kept : null),
  );
  const input = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(() => readDraft<string>(name, part) ?? '');
  const [busy, setBusy] = useState(false);
  const empty = !draft.trim() && files.list.length === 0;

  function change(text: string) {
    setDraft(text);
    keepDraft(name, part, text);
  }
  async function seenBy(mentions: number[]): Promise<boolean> {
    if (mentions.length === 0) return true;
    const blind = await blindTo(kind, card.id, mentions).catch(() => []);
    if (blind.length === 0) return true;
    const names = blind.map((id) => people.find((p) => p.id === id)?.name ?? '').join(', ');
    return confirm({ title: t('blindTitle'), body: t('blindBody', { names }), action: t('sendAnyway') });
  }
  async function submit() {
    const text = draft.trim();
    if (empty || busy || files.busy) return;
    setBusy(true);
    try {
      const mentions = mentioned(text, people);
      if (!(await seenBy(mentions))) return;
      const sent = files.list;
      // The field is free at once: who writes on, writes the next note.
      change('');
      files.clear();
      try {
        await verbs.add({
          text,
          mentions,
          files: sent.flatMap((f) => (f.id ? [f.id] : [])),
          ...(talk ? { kind: 'comment' as const } : {}),
          ...(answered ? { reply_to: answered.id } : {}),
        });
        onAnswered?.();
      } catch (error) {
        files.put(sent);
        setDraft((since) => {
          const both = [text, since].filter(Boolean).join('\n');
          keepDraft(name, part, both);
          return both;
        });
        toast({ text: t('notSaved'), detail: (error as Error).message, tone: 'bad' });
      }
    } finally {
      setBusy(false);
    }
  }
  const take = (data: DataTransfer | null, e: { preventDefault: () => void }) => {
    const list = filesOfTransfer(data);
    if (list.length === 0) return;
    e.preventDefault();
    files.add(list);
  };
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        void submit();
      }}
      onDragOver={(e) => e.dataTransfer.types.includes('Files') && e.preventDefault()}
      onDrop={(e) => take(e.dataTransfer, e)}
      onPaste={(e) => take(e.clipboardData, e)}
    >
      <UploadChips list={files.list} onRemove={files.remove} />
      {answered && (
        <div className="mb-2 flex items-center gap-2 border-l-2 border-control pl-2 text-small text-muted">
          <span className="min-w-0 flex-1 truncate">{answered.text}</span>
          <IconButton
            size="small"
            label={t('noReply')}
            icon={<X aria-hidden="true" size={14} />}
            onClick={onAnswered}
          />
        </div>
      )}
      <div className="flex items-end gap-2">
        <MentionArea
          minRows={1}
          maxRows={8}
          aria-label={t(part)}
          placeholder={t(talk ? 'commentPlaceholder' : 'notePlaceholder')}
          maxLength={20_000}
          value={draft}
          onText={change}
          onKeyDown={(e) => {
            if (e.key !== 'Enter' || (!e.ctrlKey && !e.metaKey)) return;
            e.preventDefault();
            void submit();
          }}
        />
        <IconButton
          label={t('attach')}
          reason={useLineReason()}
          icon={<Paperclip aria-hidden="true" size={16} />}
          onClick={() => input.current?.click()}
        />
        <input
          ref={input}
          type="file"
          multiple
          hidden
          aria-label={t('attach')}
          onChange={(e) => {
            files.add([...(e.target.files ?? [])]);
            e.target.value = '';
          }}
        />
        <Button type="submit" size="form" variant="primary" loading={busy} disabled={empty || files.busy}>
          {t(talk ? 'send' : 'addNote')}
        </Button>
      </div>
    </form>
  );
}
