import type { Pipeline } from '@/lib/bootstrap';
import { Late, Skeleton } from '@/ui/Skeleton';

/** The board's shape while it is coming. */
export function BoardSkeleton({ pipeline }: { pipeline: Pipeline }) {
  return (
    <Late>
      <div className="flex min-h-0 flex-1 gap-3 overflow-hidden px-3.5 pt-3" aria-hidden="true">
        {pipeline.statuses
          .filter((s) => s.kind === 'open')
          .map((s, i) => (
            <div key={s.id} className="flex w-[272px] shrink-0 flex-col gap-1.5">
              <Skeleton className="mb-2 h-8 w-full" />
              {[0, 1, 2, 3].slice(i % 3).map((n) => (
                <Skeleton key={n} className="h-[86px] w-full" />
              ))}
            </div>
          ))}
      </div>
    </Late>
  );
}
