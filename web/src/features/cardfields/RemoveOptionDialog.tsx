import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Field } from '@/lib/bootstrap';
import { asIs, useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { attempt } from '@/ui/attempt';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field as Labelled } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { removeOption } from './api';
import type { Choice } from './fieldDraft';
import locale from './locale';
import { useDependantWords } from './useFieldDeletion';

/** Takes a choice off a list: says what uses it, and asks what cards get in its place. */
export function RemoveOptionDialog({
  field,
  choice,
  onRemoved,
  onClose,
}: {
  field: Field;
  choice: Choice & { id: number };
  onRemoved: () => void;
  onClose: () => void;
}) {
  const t = useText(locale);
  const change = useChange();
  const words = useDependantWords();
  const [instead, setInstead] = useState('0');
  const used = useQuery({
    queryKey: ['fields', 'dependants', field.id, choice.id],
    queryFn: () => words(field.id, choice.id),
  });
  const others = field.options.filter((o) => !o.is_removed && o.id !== choice.id);
  async function remove() {
    onClose();
    if (await attempt(change(asIs, () => removeOption(field.id, choice.id, Number(instead))))) onRemoved();
  }
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={t('removeOptionAsk', { name: choice.name })}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button size="form" variant="danger" onClick={() => void remove()}>
            {t('removeOption')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {used.data && <p>{t('dependants', { list: used.data })}</p>}
        <Labelled label={t('optionInstead')}>
          <Select
            value={instead}
            onChange={setInstead}
            options={[
              { value: '0', label: t('optionStays') },
              ...others.map((o) => ({ value: String(o.id), label: o.name })),
            ]}
          />
        </Labelled>
      </div>
    </Dialog>
  );
}
