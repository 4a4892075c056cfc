import { useState } from 'react';
import { ApiError } from '@/lib/api';
import type { TaskType } from '@/lib/bootstrap';
import { useChange } from '@/lib/change';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { deleteTaskType } from './api';
import locale from './locale';

/** Deletes a type of tasks; another one replaces it on open tasks. */
export function DeleteTypeDialog({
  type,
  types,
  onClose,
}: {
  type: TaskType;
  types: readonly TaskType[];
  onClose: () => void;
}) {
  const t = useText(locale);
  const change = useChange();
  const others = types.filter((x) => x.id !== type.id);
  const [to, setTo] = useState(others[0] ? String(others[0].id) : null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<ApiError | null>(null);
  async function go() {
    setBusy(true);
    try {
      await change(
        (boot) => ({ ...boot, task_types: boot.task_types.filter((x) => x.id !== type.id) }),
        () => deleteTaskType(type.id, Number(to)),
      );
      onClose();
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog
      open
      size="small"
      title={t('deleteTypeAsk', { name: type.name })}
      description={t('deleteTypeText')}
      onClose={onClose}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button size="form" variant="danger" loading={busy} onClick={() => void go()}>
            {t('del')}
          </Button>
        </>
      }
    >
      <Field label={t('replaceBy')} error={fault ? (fault.fields[0]?.message ?? fault.message) : undefined}>
        <Select value={to} onChange={setTo} options={others.map((x) => ({ value: String(x.id), label: x.name }))} />
      </Field>
    </Dialog>
  );
}
