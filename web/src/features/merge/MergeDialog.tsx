import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { text, useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { ErrorState } from '@/ui/ErrorState';
import { Late } from '@/ui/Skeleton';
import { Spinner } from '@/ui/Spinner';
import { toast } from '@/ui/toast';
import { mergeCards, type Order, previewOptions, staleAll, undoMerge } from './api';
import locale from './locale';
import { MergeTable } from './MergeTable';
import { choose, keep } from './model';
import { useValue } from './useValue';

/** Two to five cards become one: side by side, a value chosen for each property, what moves over below. */
export function MergeDialog({
  kind,
  ids,
  onClose,
  onMerged,
}: {
  kind: CardKind;
  ids: readonly number[];
  onClose: () => void;
  /** The card that stayed. */
  onMerged?: ((into: number) => void) | undefined;
}) {
  const t = useText(locale);
  const queries = useQueryClient();
  const [order, setOrder] = useState<Order>(() => ({ kind, into: ids[0] ?? 0, from: ids.slice(1), choose: {} }));
  const preview = useQuery(previewOptions(order));
  const value = useValue(kind);
  const fault = (error: Error) => void toast({ text: text(locale, 'failed'), detail: error.message, tone: 'bad' });

  async function undo(id: number) {
    try {
      const back = await undoMerge(id);
      const kept = (back.kept ?? []).map((key) => value.label({ key })).join(', ');
      toast({
        text: text(locale, 'unmerged'),
        detail: kept ? text(locale, 'unmergedKept', { names: kept }) : undefined,
      });
    } catch (error) {
      fault(error as Error);
    }
    staleAll(queries);
  }
  const merge = useMutation({
    mutationFn: () => mergeCards(order, preview.data?.sides ?? []),
    onSuccess: (made) => {
      onClose();
      staleAll(queries);
      toast({ text: text(locale, 'merged', { n: ids.length }), undo: () => undo(made.id) });
      onMerged?.(made.into);
    },
    onError: () => void preview.refetch(),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      size="large"
      title={t(`mergeTitle_${kind}`)}
      description={t('mergeHint')}
      footer={
        <>
          {merge.error && (
            <p role="alert" className="mr-auto text-bad">
              {merge.error.message}
            </p>
          )}
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            loading={merge.isPending}
            disabled={!preview.data || preview.isPlaceholderData}
            onClick={() => merge.mutate()}
          >
            {t('mergeGo')}
          </Button>
        </>
      }
    >
      {preview.data ? (
        <MergeTable
          kind={kind}
          ids={ids}
          preview={preview.data}
          onKeep={(id) => setOrder(keep(order, id))}
          onChoose={(key, id) => setOrder(choose(order, key, id))}
        />
      ) : preview.error ? (
        <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />
      ) : (
        <Late>
          <div className="flex h-[160px] items-center justify-center">
            <Spinner />
          </div>
        </Late>
      )}
    </Dialog>
  );
}
