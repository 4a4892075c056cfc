import { Skeleton } from '@/ui/Skeleton';

/** Two lines of changes and a note, where the feed is about to be. */
export function FeedSkeleton() {
  return (
    <div className="flex flex-col gap-3 pt-4">
      <Skeleton className="h-3 w-2/5" />
      <Skeleton className="h-3 w-3/5" />
      <div className="flex gap-2">
        <Skeleton className="size-6 rounded-full!" />
        <Skeleton className="h-16 flex-1" />
      </div>
      <Skeleton className="h-3 w-1/2" />
    </div>
  );
}
