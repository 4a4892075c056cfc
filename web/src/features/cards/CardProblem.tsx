import { useMutation, useQueryClient } from '@tanstack/react-query';
import { SearchX, Trash2, X } from 'lucide-react';
import { ApiError } from '@/lib/api';
import type { CardKind } from '@/lib/bootstrap';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { can, useSession } from '@/lib/session';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { IconButton } from '@/ui/IconButton';
import { restoreCard } from './api';
import locale from './locale';
import { PLURAL } from './model';

/** Why a card cannot be shown: deleted (with the way back), missing, forbidden, or not reached. */
export function CardProblem({
  kind,
  id,
  error,
  onClose,
  onRetry,
}: {
  kind: CardKind;
  id: number;
  error: Error | null;
  onClose: () => void;
  onRetry: () => void;
}) {
  const t = useText(locale);
  const queries = useQueryClient();
  const session = useSession();
  const fault = error instanceof ApiError ? error : null;
  const restore = useMutation({
    mutationFn: () => restoreCard(kind, id),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: [PLURAL[kind]] });
      onRetry();
    },
  });
  const deletedAt = (fault?.data as { deleted_at?: number } | undefined)?.deleted_at;
  return (
    <div className="flex h-full flex-col">
      <header className="flex min-h-[52px] items-center justify-end border-b border-line px-4">
        <h1 className="sr-only">{t(kind)}</h1>
        <IconButton label={t('close')} icon={<X aria-hidden="true" size={16} />} onClick={onClose} />
      </header>
      {fault?.reason === 'deleted' && deletedAt ? (
        <EmptyState
          icon={<Trash2 size={20} />}
          title={t('goneTitle')}
          text={
            <>
              {t('goneText', { when: formatWhen(deletedAt, { time: true }) })}
              {restore.error && <span className="block text-bad">{restore.error.message}</span>}
            </>
          }
          action={
            <Button
              variant="primary"
              loading={restore.isPending}
              reason={can(session, `${kind}.delete`) ? undefined : t('noDelete')}
              onClick={() => restore.mutate()}
            >
              {t('restore')}
            </Button>
          }
        />
      ) : fault?.code === 'forbidden' ? (
        <ForbiddenState right={t('viewRight')} />
      ) : !fault || fault.code === 'not_found' ? (
        <EmptyState icon={<SearchX size={20} />} title={t('missingTitle')} text={t('missingText')} />
      ) : (
        <ErrorState error={fault} onRetry={onRetry} />
      )}
    </div>
  );
}
