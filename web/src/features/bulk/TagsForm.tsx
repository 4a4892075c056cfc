import { useState } from 'react';
import { type CardKind, useTags } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Field } from '@/ui/Field';
import { MultiSelect } from '@/ui/MultiSelect';
import locale from './locale';
import type { BulkBody } from './model';

/** Which tags the selection gets, and which it loses. */
export function TagsForm({ kind, onApply }: { kind: CardKind; onApply: (params: BulkBody['params']) => void }) {
  const t = useText(locale);
  const options = useTags(kind).map((tag) => ({ value: tag.name, label: tag.name }));
  const [add, setAdd] = useState<{ value: string; label: string }[]>([]);
  const [remove, setRemove] = useState<{ value: string; label: string }[]>([]);
  const create = (name: string) => ({ value: name, label: name });
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onApply({ add_tags: add.map((o) => o.value), remove_tags: remove.map((o) => o.value) });
      }}
    >
      <Field label={t('addTags')}>
        <MultiSelect value={add} onChange={setAdd} options={options} onCreate={create} />
      </Field>
      <Field label={t('removeTags')}>
        <MultiSelect value={remove} onChange={setRemove} options={options} />
      </Field>
      <Button type="submit" variant="primary" disabled={add.length + remove.length === 0}>
        {t('apply')}
      </Button>
    </form>
  );
}
