import { useState } from 'react';
import { ApiError } from '@/lib/api';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { CopyLine } from '@/ui/CopyLine';
import { Field } from '@/ui/Field';
import locale from './locale';

/** A fresh link for somebody invited; the one given before stops working. */
export function InviteLink({ make }: { make: () => Promise<string> }) {
  const t = useText(locale);
  const [link, setLink] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  async function go() {
    setBusy(true);
    try {
      setLink(await make());
    } catch (refusal) {
      if (!(refusal instanceof ApiError)) throw refusal;
      setFault(refusal.message);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Field label={t('link')} hint={link ? t('linkNew') : t('linkHint')} error={fault}>
      {link ? (
        <CopyLine value={link} label={t('link')} />
      ) : (
        <Button className="self-start" loading={busy} onClick={() => void go()}>
          {t('linkMake')}
        </Button>
      )}
    </Field>
  );
}
