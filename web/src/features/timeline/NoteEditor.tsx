import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Textarea } from '@/ui/Textarea';
import locale from './locale';

/** Changes the words of a note. Ctrl Enter saves, Esc leaves them as they were. */
export function NoteEditor({
  value,
  onSave,
  onCancel,
}: {
  value: string;
  onSave: (text: string) => void;
  onCancel: () => void;
}) {
  const t = useText(locale);
  const [draft, setDraft] = useState(value);
  const save = () => (draft.trim() ? onSave(draft.trim()) : onCancel());
  return (
    <div className="flex flex-col gap-2 pt-1">
      <Textarea
        autoFocus
        aria-label={t('noteText')}
        maxLength={20_000}
        value={draft}
        onChange={(e) => setDraft(e.target.value)}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) save();
          if (e.key === 'Escape') {
            e.stopPropagation();
            e.preventDefault();
            onCancel();
          }
        }}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{t('cancel')}</Button>
        <Button variant="primary" disabled={!draft.trim()} onClick={save}>
          {t('save')}
        </Button>
      </div>
    </div>
  );
}
