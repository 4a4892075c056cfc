import { useState } from 'react';
import { useCard } from '@/features/cardcore';
import { FieldInput, filled, type Values } from '@/features/fields';
import { type Status, useFields, useLossReasons } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { MoneyInput } from '@/ui/MoneyInput';
import { Select } from '@/ui/Select';
import { Textarea } from '@/ui/Textarea';
import locale from './locale';
import type { MoveDetails } from './useMove';

/** What a stage asks for before a deal enters it: required fields, the final budget, or why it was lost. */
export function MoveDialog({
  to,
  fieldIds,
  onClose,
  onMove,
}: {
  to: Status;
  fieldIds: readonly number[];
  onClose: () => void;
  onMove: (to: Status, details: MoveDetails) => void;
}) {
  const t = useText(locale);
  const { card } = useCard();
  const { fields } = useFields('deal');
  const reasons = useLossReasons();
  const [values, setValues] = useState<Record<string, Values>>({});
  const [reason, setReason] = useState('0');
  const [comment, setComment] = useState('');
  const [price, setPrice] = useState<number | null>(card.price ?? 0);
  const [tried, setTried] = useState(false);
  const asked = fields.filter((f) => fieldIds.includes(f.id));
  const missing = (id: number) => filled(values[id] ?? []).length === 0;

  function submit() {
    setTried(true);
    if (asked.some((f) => missing(f.id))) return;
    onClose();
    onMove(to, {
      ...(asked.length > 0 ? { fields: Object.fromEntries(asked.map((f) => [f.id, filled(values[f.id] ?? [])])) } : {}),
      ...(to.kind === 'won' && price !== null ? { price } : {}),
      ...(to.kind === 'lost' && reason !== '0' ? { loss_reason_id: Number(reason) } : {}),
      ...(to.kind === 'lost' && comment.trim() ? { comment: comment.trim() } : {}),
    });
  }
  return (
    <Dialog
      open
      onClose={onClose}
      size="small"
      title={to.kind === 'lost' ? t('loseTitle', { stage: to.name }) : t('moveTo', { stage: to.name })}
      description={asked.length > 0 ? t('moveNeeds') : undefined}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button size="form" variant="primary" onClick={submit}>
            {t('moveTo', { stage: to.name })}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {asked.map((f) => (
          <Field key={f.id} label={f.name} required error={tried && missing(f.id) ? t('fillIn') : undefined}>
            <FieldInput field={f} values={values[f.id] ?? []} onChange={(v) => setValues({ ...values, [f.id]: v })} />
          </Field>
        ))}
        {to.kind === 'won' && (
          <Field label={t('wonBudget')}>
            <MoneyInput value={price} onChange={setPrice} />
          </Field>
        )}
        {to.kind === 'lost' && (
          <>
            <Field label={t('lossReason')}>
              <Select
                value={reason}
                onChange={setReason}
                options={[
                  { value: '0', label: t('noReason') },
                  ...reasons.map((r) => ({ value: String(r.id), label: r.name })),
                ]}
              />
            </Field>
            <Field label={t('loseComment')}>
              <Textarea maxLength={2000} value={comment} onChange={(e) => setComment(e.target.value)} />
            </Field>
          </>
        )}
      </div>
    </Dialog>
  );
}
