import { useState } from 'react';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Field } from '@/ui/Field';
import { Textarea } from '@/ui/Textarea';
import locale from './locale';

/** One result for many tasks. */
export function BulkCompleteDialog({
  count,
  onClose,
  onDone,
}: {
  count: number;
  onClose: () => void;
  onDone: (result: string) => void;
}) {
  const t = useText(locale);
  const [result, setResult] = useState('');
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('bulkTitle', { n: count })}
      footer={
        <>
          <Button size="form" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button size="form" variant="primary" onClick={() => onDone(result.trim())}>
            {t('bulkComplete')}
          </Button>
        </>
      }
    >
      <Field label={t('result')} hint={t('bulkResultHint')}>
        <Textarea data-autofocus maxLength={10_000} value={result} onChange={(e) => setResult(e.target.value)} />
      </Field>
    </Dialog>
  );
}
