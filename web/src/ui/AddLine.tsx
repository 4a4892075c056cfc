import { Plus } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useText } from '@/lib/i18n';
import { Button } from './Button';
import { Input } from './Input';
import locale from './locale';

/** A new line of a list: type its name, Enter adds it and waits for the next one. */
export function AddLine({
  label,
  maxLength = 100,
  onAdd,
}: {
  label: string;
  maxLength?: number;
  /** Resolves to whether it was taken; what was refused stays in the field. */
  onAdd: (name: string) => Promise<boolean>;
}) {
  const t = useText(locale);
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!name.trim() || busy) return field.current?.focus();
    setBusy(true);
    if (await onAdd(name.trim())) setName('');
    setBusy(false);
    field.current?.focus();
  }

  return (
    <form onSubmit={submit} className="flex max-w-[460px] items-center gap-2">
      <Input
        ref={field}
        compact
        className="flex-1"
        aria-label={label}
        placeholder={label}
        maxLength={maxLength}
        value={name}
        onChange={(e) => setName(e.target.value)}
        before={<Plus aria-hidden="true" size={14} />}
      />
      <Button type="submit" loading={busy} disabled={!name.trim()}>
        {t('add')}
      </Button>
    </form>
  );
}
