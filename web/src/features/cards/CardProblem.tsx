import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Merge, SearchX, Trash2, X } from 'lucide-react';
import { cardHref, PLURAL } from '@/features/cardcore';
import { ApiError } from '@/lib/api';
import { type CardKind, usePeopleById } from '@/lib/bootstrap';
import { formatWhen } from '@/lib/format';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { ForbiddenState } from '@/ui/ForbiddenState';
import { IconButton } from '@/ui/IconButton';
import { restoreCard } from './api';
import locale from './locale';

interface Gone {
  deleted_at: number;
  deleted_by: number | null;
  merged_into?: number;
  can_restore: boolean;
}

/** Why a card cannot be shown: merged (with the way to where it is now), deleted (by whom, with the way back), missing, forbidden, or not reached. */
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
  const people = usePeopleById();
  const fault = error instanceof ApiError ? error : null;
  const restore = useMutation({
    mutationFn: () => restoreCard(kind, id),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: [PLURAL[kind]] });
      onRetry();
    },
  });
  const gone = fault?.reason === 'deleted' ? (fault.data as Gone | undefined) : undefined;
  const when = gone ? formatWhen(gone.deleted_at, { time: true }) : '';
  const by = gone?.deleted_by ? people.get(gone.deleted_by)?.name : undefined;
  return (
    <div className="flex h-full flex-col">
      <header className="flex min-h-[52px] items-center justify-end border-b border-line px-4">
        <h1 className="sr-only">{t(kind)}</h1>
        <IconButton label={t('close')} icon={<X aria-hidden="true" size={16} />} onClick={onClose} />
      </header>
      {gone?.merged_into ? (
        <EmptyState
          icon={<Merge size={20} />}
          title={t('mergedTitle')}
          text={t('mergedText')}
          action={
            <Link to={cardHref(kind, gone.merged_into)} className="text-accent">
              {t('openMerged')}
            </Link>
          }
        />
      ) : gone ? (
        <EmptyState
          icon={<Trash2 size={20} />}
          title={t('goneTitle')}
          text={
            <>
              {by ? t('goneBy', { name: by, when }) : t('goneText', { when })}
              {restore.error && <span className="block text-bad">{restore.error.message}</span>}
            </>
          }
          action={
            <Button
              variant="primary"
              loading={restore.isPending}
              reason={gone.can_restore ? undefined : t('noDelete')}
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
