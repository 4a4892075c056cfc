import { useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ApiError } from '@/lib/api';
import { bootstrap, type CardKind } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import { Button } from '@/ui/Button';
import { EmptyState } from '@/ui/EmptyState';
import { ErrorState } from '@/ui/ErrorState';
import { Late } from '@/ui/Skeleton';
import { feedPages, useNoteVerbs } from './api';
import { FeedBar } from './FeedBar';
import { FeedRows } from './FeedRows';
import { FeedSkeleton } from './FeedSkeleton';
import locale from './locale';
import { type FeedView, layFeed, type Note } from './model';
import { NoteCard } from './NoteCard';
import { useLinkedLive } from './useLinkedLive';

/**
 * The history of a card, newest at the bottom. The scroller grows from its foot, so older pages load above without moving
 * what is read.
 */
export function Feed({
  kind,
  id,
  canEdit,
  onReply,
}: {
  kind: CardKind;
  id: number;
  canEdit: boolean;
  /** Answers a comment. */
  onReply?: ((note: Note) => void) | undefined;
}) {
  const t = useText(locale);
  const names = useSuspenseQuery(bootstrap).data;
  const [view, setView] = useState<FeedView>({ what: 'all' });
  const filter = view.what;
  const feed = useInfiniteQuery(feedPages(kind, id, view));
  const verbs = useNoteVerbs(kind, id);
  const top = useRef<HTMLDivElement>(null);
  const items = useMemo(() => (feed.data?.pages ?? []).flatMap((p) => p.items), [feed.data]);
  const rows = useMemo(() => layFeed(items, filter), [items, filter]);
  useLinkedLive(!!view.linked, items, feed.refetch);
  const pinned = feed.data?.pages[0]?.pinned ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = feed;

  useEffect(() => {
    const mark = top.current;
    if (!mark || !hasNextPage || isFetchingNextPage) return;
    const watch = new IntersectionObserver((seen) => seen.some((s) => s.isIntersecting) && void fetchNextPage(), {
      root: mark.closest('[data-feed]'),
      rootMargin: '400px 0px 0px 0px',
    });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  return (
    <section aria-label={t('feed')} className="flex min-h-0 flex-1 flex-col bg-bg">
      <FeedBar view={view} onChange={setView} />
      {pinned.length > 0 && (
        <div className="max-h-[30%] max-desk:max-h-[20%] shrink-0 overflow-y-auto border-b border-line bg-warn-soft px-4 py-1">
          {pinned.map((note) => (
            <NoteCard
              key={note.id}
              note={note}
              author={names.users.find((u) => u.id === note.created_by)?.name ?? t('someone')}
              canEdit={canEdit}
              verbs={verbs}
              pinnedView
            />
          ))}
        </div>
      )}
      <div
        data-feed
        role="log"
        aria-label={t('feed')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard
        tabIndex={0}
        // It grows from its foot: the browser need not hold what is read, and would do so twice.
        className="flex min-h-0 flex-1 flex-col-reverse overflow-y-auto px-4 pb-3 [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div>
          <div ref={top} />
          {feed.isPending && (
            <Late>
              <FeedSkeleton />
            </Late>
          )}
          {feed.error && <ErrorState compact error={feed.error as ApiError} onRetry={() => void feed.refetch()} />}
          {hasNextPage && (
            <Button
              variant="ghost"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
              className="mt-2 w-full"
            >
              {t('older')}
            </Button>
          )}
          {feed.data && rows.length === 0 && !hasNextPage && (
            <EmptyState compact title={t('nothing')} text={t(view.actor || view.day ? 'nothingHere' : 'nothingText')} />
          )}
          <FeedRows rows={rows} names={names} canEdit={canEdit} verbs={verbs} onReply={onReply} />
        </div>
      </div>
    </section>
  );
}
