import { Late, Skeleton } from '@/ui/Skeleton';

/** A list that is on its way. */
export function ListSkeleton() {
  return (
    <Late>
      <div aria-hidden="true" className="flex flex-col bg-surface">
        {Array.from({ length: 16 }, (_, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: equal bars
          <div key={i} className="flex h-row items-center gap-6 border-b px-4">
            <Skeleton className="h-3 w-[220px]" />
            <Skeleton className="h-3 w-[120px]" />
            <Skeleton className="h-3 w-[90px]" />
          </div>
        ))}
      </div>
    </Late>
  );
}
