import { useState } from 'react';
import { FieldInput, type Values } from '@/features/fields';
import { useFields, useLossReasons } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { MoneyInput } from '@/ui/MoneyInput';
import { Select } from '@/ui/Select';
import { Textarea } from '@/ui/Textarea';
import type { MoveBody, MoveRequest } from '../api';
import locale from './locale';

/** What a stage asks before deals go there. */
export interface StageAsk {
  request: MoveRequest;
  kind: 'open' | 'won' | 'lost';
  /** Custom fields the stage needs and a deal has not got. */
  fields: number[];
  /** The budget a won deal has now. */
  price: number | null;
}

/** The gate of a stage: only what it asks for. Cancelling leaves the deals where they were. */
export function StageDialog({
  ask,
  onClose,
  onMove,
}: {
  ask: StageAsk;
  onClose: () => void;
  onMove: (request: MoveRequest) => void;
}) {
  const t = useText(locale);
  const { fields } = useFields('deal');
  const reasons = useLossReasons();
  const [reason, setReason] = useState('');
  const [comment, setComment] = useState('');
  const [price, setPrice] = useState(ask.price);
  const [values, setValues] = useState<Record<string, Values>>({});
  const asked = fields.filter((f) => ask.fields.includes(f.id));
  const missing = asked.some((f) => (values[f.id]?.length ?? 0) === 0);

  function move() {
    const more: Omit<MoveBody, 'status_id'> = {};
    if (reason) more.loss_reason_id = Number(reason);
    if (comment.trim()) more.comment = comment.trim();
    if (ask.kind === 'won' && price !== null && price !== ask.price) more.price = price;
    if (asked.length > 0) more.fields = values;
    onMove({ ...ask.request, ...more });
  }
  const title =
    ask.kind === 'lost'
      ? t('lostTitle')
      : ask.kind === 'won' && asked.length === 0
        ? t('wonTitle')
        : t('stageAsk', { name: ask.request.name });
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={title}
      description={asked.length > 0 ? t('stageAskText') : undefined}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button size="form" variant="primary" type="submit" form="stage-ask" disabled={missing}>
            {t('confirmMove')}
          </Button>
        </>
      }
    >
      <form
        id="stage-ask"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (!missing) move();
        }}
      >
        {ask.kind === 'lost' && (
          <>
            {reasons.length > 0 && (
              <Field label={t('lostReason')}>
                <Select
                  value={reason}
                  onChange={setReason}
                  options={[
                    { value: '', label: t('lostNone') },
                    ...reasons.map((r) => ({ value: String(r.id), label: r.name })),
                  ]}
                />
              </Field>
            )}
            <Field label={t('comment')}>
              <Textarea minRows={2} maxRows={8} value={comment} onChange={(e) => setComment(e.target.value)} />
            </Field>
          </>
        )}
        {ask.kind === 'won' && ask.request.cards.length === 1 && (
          <Field label={t('finalPrice')}>
            <MoneyInput value={price} onChange={setPrice} />
          </Field>
        )}
        {asked.map((f, i) => (
          <Field key={f.id} label={f.name} required>
            <FieldInput
              field={f}
              autoFocus={i === 0}
              values={values[f.id] ?? []}
              onChange={(next) => setValues({ ...values, [f.id]: next })}
            />
          </Field>
        ))}
      </form>
    </Dialog>
  );
}
