import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { addDays, today, toUnix } from '@/lib/zone';
import { Button } from '@/ui/Button';
import { DateTimePicker } from '@/ui/DateTimePicker';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import locale from './locale';
import type { BulkBody } from './model';

type Task = NonNullable<NonNullable<BulkBody['params']>['task']>;

/** A task that every card of the selection gets; whoever is responsible for the card does it. */
export function TaskForm({ onApply }: { onApply: (task: Task) => void }) {
  const t = useText(locale);
  const [words, setWords] = useState('');
  const [due, setDue] = useState<number | null>(() => toUnix({ day: addDays(today(), 1), time: '10:00' }));
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (words.trim() && due !== null) onApply({ text: words.trim(), due_at: due });
      }}
    >
      <Field label={t('taskText')} hint={t('taskHint')}>
        <Input value={words} onChange={(e) => setWords(e.target.value)} />
      </Field>
      <Field label={t('taskDue')}>
        <DateTimePicker value={due} onChange={setDue} />
      </Field>
      <Button type="submit" variant="primary" disabled={words.trim() === '' || due === null}>
        {t('apply')}
      </Button>
    </form>
  );
}
