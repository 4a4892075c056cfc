import { useState } from 'react';
import { type Status, useLossReasons } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Select } from '@/ui/Select';
import { Textarea } from '@/ui/Textarea';
import locale from './locale';
import type { BulkBody } from './model';

/** Why many deals are lost: one reason and one comment for all of them. */
export function LostDialog({
  to,
  count,
  onClose,
  onApply,
}: {
  to: Status;
  count: number;
  onClose: () => void;
  onApply: (params: NonNullable<BulkBody['params']>) => void;
}) {
  const t = useText(locale);
  const reasons = useLossReasons();
  const [reason, setReason] = useState('0');
  const [comment, setComment] = useState('');
  return (
    <Dialog
      open
      size="small"
      onClose={onClose}
      title={t('lostTitle', { n: count, stage: to.name })}
      description={t('lostText')}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button size="form" variant="primary" type="submit" form="bulk-lost">
            {t('lostGo')}
          </Button>
        </>
      }
    >
      <form
        id="bulk-lost"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          onApply({
            status_id: to.id,
            ...(reason === '0' ? {} : { loss_reason_id: Number(reason) }),
            ...(comment.trim() ? { comment: comment.trim() } : {}),
          });
        }}
      >
        <Field label={t('lostReason')}>
          <Select
            value={reason}
            onChange={setReason}
            options={[
              { value: '0', label: t('noReason') },
              ...reasons.map((r) => ({ value: String(r.id), label: r.name })),
            ]}
          />
        </Field>
        <Field label={t('comment')}>
          <Textarea
            minRows={2}
            maxRows={8}
            maxLength={2000}
            value={comment}
            onChange={(e) => setComment(e.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
