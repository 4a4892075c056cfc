import { useState } from 'react';
import { useNoteVerbs } from '@/features/timeline';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Textarea } from '@/ui/Textarea';
import { toast } from '@/ui/toast';
import { useCard } from './cardContext';
import { keepDraft, readDraft } from './draft';
import locale from './locale';

/** Writes a note. Ctrl Enter adds it; a refused one comes back into the field. */
export function NoteForm({ name }: { name: string }) {
  const t = useText(locale);
  const { kind, card } = useCard();
  const verbs = useNoteVerbs(kind, card.id);
  const [draft, setDraft] = useState(() => readDraft<string>(name, 'note') ?? '');
  const [busy, setBusy] = useState(false);

  function change(text: string) {
    setDraft(text);
    keepDraft(name, 'note', text);
  }
  async function submit() {
    const text = draft.trim();
    if (!text || busy) return;
    setBusy(true);
    // The field is free at once: who writes on, writes the next note.
    change('');
    try {
      await verbs.add(text);
    } catch (error) {
      setDraft((since) => {
        const both = [text, since].filter(Boolean).join('\n');
        keepDraft(name, 'note', both);
        return both;
      });
      toast({ text: t('notSaved'), detail: (error as Error).message, tone: 'bad' });
    } finally {
      setBusy(false);
    }
  }
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault();
        void submit();
      }}
      className="flex items-end gap-2"
    >
      <Textarea
        minRows={1}
        maxRows={8}
        aria-label={t('note')}
        placeholder={t('notePlaceholder')}
        maxLength={20_000}
        value={draft}
        onChange={(e) => change(e.target.value)}
        onKeyDown={(e) => {
          if (e.key !== 'Enter' || (!e.ctrlKey && !e.metaKey)) return;
          e.preventDefault();
          void submit();
        }}
      />
      <Button type="submit" size="form" variant="primary" loading={busy} disabled={!draft.trim()}>
        {t('addNote')}
      </Button>
    </form>
  );
}
