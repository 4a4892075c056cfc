import { useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Combobox } from '@/ui/Combobox';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import type { Option } from '@/ui/option';
import { findCards } from './api';
import locale from './locale';
import { MergeDialog } from './MergeDialog';

/** From a card: the other one is found by typing, then both stand side by side. */
export function MergeWithDialog({
  kind,
  id,
  onClose,
  onMerged,
}: {
  kind: CardKind;
  id: number;
  onClose: () => void;
  onMerged?: ((into: number) => void) | undefined;
}) {
  const t = useText(locale);
  const [other, setOther] = useState<Option | null>(null);
  const [ready, setReady] = useState(false);
  if (ready && other)
    return <MergeDialog kind={kind} ids={[id, Number(other.value)]} onClose={onClose} onMerged={onMerged} />;
  return (
    <Dialog
      open
      onClose={onClose}
      size="small"
      title={t('withTitle')}
      description={t('withHint')}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button variant="primary" disabled={!other} onClick={() => setReady(true)}>
            {t('next')}
          </Button>
        </>
      }
    >
      <Field label={t('withField')}>
        <Combobox autoFocus value={other} onChange={setOther} search={(q, signal) => findCards(kind, q, id, signal)} />
      </Field>
    </Dialog>
  );
}
