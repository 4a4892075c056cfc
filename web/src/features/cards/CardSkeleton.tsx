import { Skeleton } from '@/ui/Skeleton';

const ROWS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** The head, the fields and the feed of a card that is on its way. */
export function CardSkeleton() {
  return (
    <div className="flex h-full flex-col">
      <div className="flex h-[52px] shrink-0 items-center gap-3 border-b border-line px-4">
        <Skeleton className="h-5 w-64" />
        <Skeleton className="h-3 w-12" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="flex w-full flex-col gap-5 border-r border-line p-4 desk:w-[360px]">
          {ROWS.map((row) => (
            <div key={row} className="grid grid-cols-[36%_1fr] gap-3">
              <Skeleton className="h-3 w-20" />
              <Skeleton className="h-3 w-full" />
            </div>
          ))}
        </div>
        <div className="hidden flex-1 bg-bg desk:block" />
      </div>
    </div>
  );
}
