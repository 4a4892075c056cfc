import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import locale from './locale';
import type { DealActs } from './useDealActs';

/** A pipeline without deals says how to begin. */
export function BoardEmpty({ acts, onAdd }: { acts: DealActs; onAdd: () => void }) {
  const t = useText(locale);
  return (
    <div className="pointer-events-none absolute inset-x-0 top-24 flex justify-center">
      <div className="pointer-events-auto">
        <EmptyState
          title={t('emptyTitle')}
          text={acts.canCreate ? t('emptyText') : undefined}
          action={
            <div className="flex gap-2">
              {acts.canCreate && (
                <Button variant="primary" onClick={onAdd}>
                  {t('newDeal')}
                </Button>
              )}
              {acts.canImport && <Button onClick={acts.goImport}>{t('import')}</Button>}
            </div>
          }
        />
      </div>
    </div>
  );
}
