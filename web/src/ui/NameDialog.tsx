import { type FormEvent, useId, useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { Field } from './Field';
import { Input } from './Input';
import locale from './locale';

/** Asks for one name; the server's refusal stands under it. */
export function NameDialog({
  title,
  label,
  hint,
  value,
  onSave,
  onClose,
}: {
  title: string;
  label: string;
  hint?: string | undefined;
  value: string;
  onSave: (name: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const t = useText(locale);
  const form = useId();
  const [name, setName] = useState(value);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!name.trim() || busy) return;
    setBusy(true);
    try {
      await onSave(name.trim());
      onClose();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal.field('name') ?? refusal.message);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      size="small"
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" form={form} size="form" variant="primary" loading={busy} disabled={!name.trim()}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit}>
        <Field label={label} hint={hint} error={fault} required>
          <Input maxLength={100} value={name} onChange={(e) => setName(e.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
