import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useText } from '@/lib/i18n';
import { ErrorState } from '@/ui/ErrorState';
import { PageHeader } from '@/ui/PageHeader';
import { Late, Skeleton } from '@/ui/Skeleton';
import { importDetail } from './api';
import { BackToImports } from './BackToImports';
import { ImportReport } from './ImportReport';
import locale from './locale';
import { ImportPlan } from './plan/ImportPlan';

/** One import: its plan while it is a draft, then how it runs and what came of it. */
export function ImportDetailPage() {
  const t = useText(locale);
  const { id } = useParams({ strict: false }) as { id?: string };
  const found = useQuery(importDetail(Number(id)));
  if (found.data)
    return found.data.state === 'draft' ? (
      <ImportPlan key={found.data.id} detail={found.data} />
    ) : (
      <ImportReport key={found.data.id} detail={found.data} />
    );
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('import')} before={<BackToImports />} />
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : (
        <Late>
          <div className="flex flex-col gap-3 p-4">
            {[0, 1, 2, 3, 4, 5].map((i) => (
              <Skeleton key={i} className="h-9 w-full max-w-[880px]" />
            ))}
          </div>
        </Late>
      )}
    </div>
  );
}
