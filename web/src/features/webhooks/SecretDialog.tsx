import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { CopyLine } from '@/ui/CopyLine';
import { Dialog } from '@/ui/Dialog';
import locale from './locale';

/** The secret of an address, shown this once. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useText(locale);
  return (
    <Dialog
      open
      title={t('secretTitle')}
      description={t('secretText')}
      onClose={onClose}
      footer={
        <Button size="form" variant="primary" onClick={onClose}>
          {t('kept')}
        </Button>
      }
    >
      <CopyLine value={secret} label={t('secret')} />
      <p className="mt-3 text-small text-muted">{t('secretHow')}</p>
    </Dialog>
  );
}
