import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { Checkbox } from '@/ui/Checkbox';
import { Field } from '@/ui/Field';
import { Input } from '@/ui/Input';
import locale from './locale';

/** The name of a view to be kept, and for whom. */
export function SaveView({ onSave }: { onSave: (name: string, isShared: boolean) => void }) {
  const t = useText(locale);
  const may = can(useSession(), 'settings');
  const [name, setName] = useState('');
  const [isShared, setShared] = useState(false);
  return (
    <form
      className="flex flex-col gap-3 border-t p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim()) onSave(name.trim(), isShared);
      }}
    >
      <Field label={t('name')} hint={t('saveHint')}>
        <Input autoFocus value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />
      </Field>
      <Checkbox
        checked={isShared}
        onChange={setShared}
        label={t('share')}
        disabled={!may}
        hint={may ? undefined : t('shareForbidden')}
      />
      <Button type="submit" variant="primary" disabled={name.trim() === ''}>
        {t('saveButton')}
      </Button>
    </form>
  );
}
