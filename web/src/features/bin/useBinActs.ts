import { useQueryClient } from '@tanstack/react-query';
import type { CardKind } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { confirm } from '@/ui/confirm';
import { toast } from '@/ui/toast';
import { keepBin, purgeCards, restoreCards, undoMerge } from './api';
import locale from './locale';

/** What can be done with cards in the bin; each tells how it went. */
export function useBinActs(kind: CardKind, onDone: () => void) {
  const queries = useQueryClient();
  async function run(work: () => Promise<void>) {
    try {
      await work();
      onDone();
    } catch (error) {
      toast({ text: text(locale, 'failed'), detail: (error as Error).message, tone: 'bad' });
    }
    await queries.invalidateQueries();
  }
  return {
    restore: (ids: number[]) =>
      run(async () => {
        const done = await restoreCards(kind, ids);
        const left = done.merged?.length ?? 0;
        toast({
          text: text(locale, 'restored', { n: done.ids?.length ?? 0 }),
          detail: left > 0 ? text(locale, 'leftMerged', { n: left }) : undefined,
        });
      }),
    purge: async (ids: number[]) => {
      const n = ids.length;
      const sure = await confirm({
        title: text(locale, 'purgeAsk', { n }),
        body: text(locale, 'purgeBody'),
        action: text(locale, 'purge'),
        count: n,
      });
      if (!sure) return;
      await run(async () => {
        const done = await purgeCards(kind, ids);
        toast({ text: text(locale, 'purged', { n: done.count }) });
      });
    },
    unmerge: (id: number) =>
      run(async () => {
        await undoMerge(id);
        toast({ text: text(locale, 'unmerged') });
      }),
    keep: (keeps: boolean) => run(async () => void (await keepBin(keeps))),
  };
}
