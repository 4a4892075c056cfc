import { X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { formatNumber } from '@/lib/format';
import { text, useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { Progress } from '@/ui/Progress';
import { toast } from '@/ui/toast';
import { cancelBulk, reasonsOf, undoBulk } from './api';
import { closeBulk, currentBulk, follow, subscribeBulk } from './follow';
import locale from './locale';
import { type Bulk, isBusy, progressOf } from './model';
import { Reasons } from './Reasons';

/** How a change of many cards goes: its progress, then what came of it, with the reasons and the way back. */
export function BulkPanel() {
  const t = useText(locale);
  const bulk = useSyncExternalStore(subscribeBulk, currentBulk);
  const [reasons, setReasons] = useState<Awaited<ReturnType<typeof reasonsOf>> | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another change, or another state of it, has other reasons
  useEffect(() => setReasons(null), [bulk?.id, bulk?.state]);
  if (!bulk) return null;
  const act = (run: (id: number) => Promise<Bulk>) =>
    void run(bulk.id).then(follow, (error: Error) => toast({ tone: 'bad', text: error.message }));
  const { n, of } = progressOf(bulk);
  const busy = isBusy(bulk);
  const why = bulk.counts.kept + bulk.counts.refused > 0 && !busy;
  return (
    <section
      aria-label={t('bar')}
      className="float fixed right-4 bottom-4 z-30 flex w-[380px] max-w-[calc(100vw-32px)] flex-col gap-2 rounded-sheet border bg-surface p-3 max-desk:bottom-[68px]"
    >
      <div className="flex items-start gap-2">
        <p role="status" className="tabular min-w-0 flex-1 pt-1">
          {busy
            ? t(bulk.state === 'undoing' ? 'undoing' : 'running', { n: formatNumber(n), of: formatNumber(of) })
            : summary(bulk)}
        </p>
        <IconButton icon={<X size={16} />} label={t('close')} onClick={closeBulk} />
      </div>
      {busy && <Progress label={t('progress')} value={of > 0 ? n / of : 0} />}
      {reasons && <Reasons kind={bulk.kind} items={reasons.items} more={reasons.more} />}
      {(busy ? bulk.can.cancel : bulk.can.undo || why) && (
        <div className="flex gap-2">
          {busy && <Button onClick={() => act(cancelBulk)}>{t('stop')}</Button>}
          {!busy && bulk.can.undo && <Button onClick={() => act(undoBulk)}>{t('undo')}</Button>}
          {why && (
            <Button
              variant="ghost"
              aria-expanded={reasons !== null}
              onClick={() =>
                reasons
                  ? setReasons(null)
                  : void reasonsOf(bulk).then(setReasons, (error: Error) => toast({ tone: 'bad', text: error.message }))
              }
            >
              {t(reasons ? 'hide' : 'why')}
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function summary({ state, counts, error }: Bulk): string {
  if (state === 'undone')
    return [
      text(locale, 'undone', { n: counts.undone }),
      ...(counts.kept > 0 ? [text(locale, 'kept', { n: counts.kept })] : []),
    ].join(', ');
  return [
    ...(state === 'cancelled' ? [text(locale, 'cancelled')] : []),
    ...(state === 'failed' || error ? [text(locale, 'failed', { why: error })] : []),
    text(locale, 'doneAll', { n: counts.done }),
    ...(counts.refused > 0 ? [text(locale, 'refused', { n: counts.refused })] : []),
    ...(counts.unchanged > 0 ? [text(locale, 'unchanged', { n: counts.unchanged })] : []),
  ].join(', ');
}
