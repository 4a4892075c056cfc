import { CloudCheck } from 'lucide-react';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { EmptyState } from '@/ui/EmptyState';
import locale from './locale';
import { useOffline } from './state';
import { UnsentItem } from './UnsentItem';

/** Everything that is not on the server yet, in the order it will go. */
export function UnsentDialog({ onClose }: { onClose: () => void }) {
  const t = useText(locale);
  const { writes } = useOffline();
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      description={
        writes.length > 0 ? t(writes.some((write) => write.state === 'waiting') ? 'lead' : 'leadTrouble') : undefined
      }
      footer={
        <Button size="form" onClick={onClose}>
          {t('close')}
        </Button>
      }
    >
      {writes.length === 0 ? (
        <EmptyState compact icon={<CloudCheck size={20} />} title={t('nothing')} text={t('nothingText')} />
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {writes.map((write) => (
            <UnsentItem key={write.id} write={write} onLeave={onClose} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}
