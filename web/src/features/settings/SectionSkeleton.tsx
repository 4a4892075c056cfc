import { Skeleton } from '@/ui/Skeleton';

/** The likely shape of a section: a sentence, an action, rows. */
export function SectionSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <div className="flex justify-between">
        <Skeleton className="h-4 w-64" />
        <Skeleton className="h-7 w-28" />
      </div>
      {[0, 1, 2, 3, 4].map((i) => (
        <Skeleton key={i} className="h-8 w-full" />
      ))}
    </div>
  );
}
