import { useInfiniteQuery } from '@tanstack/react-query';
import { baseOf, type HistoryOf, useCard } from '@/features/cardcore';
import { fixedReason } from '@/features/fields';
import type { ApiError } from '@/lib/api';
import { useFields, useLossReasons, usePeople } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { ErrorState } from '@/ui/ErrorState';
import { PopoverPanel } from '@/ui/PopoverPanel';
import { Late, Skeleton } from '@/ui/Skeleton';
import { toast } from '@/ui/toast';
import { historyPages } from './api';
import { HistoryEntry } from './HistoryEntry';
import locale from './locale';
import { isNow, patchTo, type Version, valueText, versions } from './model';

/** The values one property of the card had, newest first, each with a way to put it back. */
export function FieldHistory({
  of,
  anchor,
  onClose,
}: {
  of: HistoryOf;
  anchor: HTMLElement | null;
  onClose: () => void;
}) {
  const t = useText(locale);
  const { kind, card, save, locked } = useCard();
  const field = useFields(kind).fields.find((f) => f.id === of.field);
  const people = usePeople();
  const reasons = useLossReasons();
  const history = useInfiniteQuery(historyPages(kind, card.id, of));
  const list = versions(history.data?.pages.flatMap((p) => p.items) ?? [], !history.hasNextPage);
  const fixed = !!locked || (!!field && !!fixedReason(field));
  const textOf = (v: Version) => valueText(of, v.told, { field, people, reasons });

  function putBack(version: Version) {
    const patch = patchTo(of, version.told);
    if (!patch) return;
    const before = baseOf(card, patch);
    save(patch);
    onClose();
    toast({
      text: t('done', { name: of.label, value: textOf(version) || t('empty') }),
      undo: () => save(before),
    });
  }
  return (
    <PopoverPanel
      anchor={anchor}
      title={t('title', { name: of.label })}
      open
      onOpenChange={(open) => !open && onClose()}
      className="w-[360px]"
    >
      <p aria-hidden="true" className="caps mb-1 truncate">
        {t('title', { name: of.label })}
      </p>
      {history.isPending && (
        <Late>
          <Skeleton className="my-2 h-3 w-2/3" />
          <Skeleton className="my-2 h-3 w-1/2" />
        </Late>
      )}
      {history.error && <ErrorState compact error={history.error as ApiError} onRetry={() => void history.refetch()} />}
      {history.data && list.length === 0 && <p className="py-1 text-muted">{t('none')}</p>}
      <ol className="max-h-[320px] divide-y divide-line overflow-y-auto">
        {list.map((version) => {
          const now = isNow(of, version.told, card);
          const able = !fixed && !now && patchTo(of, version.told) !== null;
          return (
            <HistoryEntry
              key={version.key}
              version={version}
              value={textOf(version)}
              isNow={now && version === list[0]}
              {...(able ? { onPutBack: () => putBack(version) } : {})}
            />
          );
        })}
      </ol>
      {history.hasNextPage && (
        <Button
          variant="ghost"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
          className="mt-1 w-full"
        >
          {t('older')}
        </Button>
      )}
    </PopoverPanel>
  );
}
