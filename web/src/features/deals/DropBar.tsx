import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { useEffect, useRef, useState } from 'react';
import { useText } from '@/lib/i18n';
import { cx } from '@/ui/cx';
import locale from './locale';

export type DropPlace = 'lost' | 'won' | 'other' | 'delete';

/** Rises at the bottom while a card is dragged: lost, won, another pipeline, delete. */
export function DropBar({ shown, places }: { shown: boolean; places: readonly DropPlace[] }) {
  const t = useText(locale);
  return (
    <div
      aria-hidden="true"
      className={cx(
        'absolute inset-x-0 bottom-0 z-20 flex gap-2 bg-bg p-3 shadow-float transition-transform duration-150',
        !shown && 'invisible pointer-events-none translate-y-full',
      )}
    >
      <span className="sr-only">{t('dropBar')}</span>
      {places.map((place) => (
        <DropCell key={place} place={place} />
      ))}
    </div>
  );
}

const WORD = { lost: 'dropLost', won: 'dropWon', other: 'dropOther', delete: 'dropDelete' } as const;
const LOOK = {
  lost: 'border-bad text-bad',
  won: 'border-ok text-ok',
  other: 'border-control text-fg',
  delete: 'border-bad text-bad',
};

function DropCell({ place }: { place: DropPlace }) {
  const t = useText(locale);
  const ref = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => source.data.kind === 'deals',
      getData: () => ({ kind: 'place', place }),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [place]);
  return (
    <div
      ref={ref}
      data-place={place}
      className={cx(
        'grid h-14 flex-1 place-items-center rounded-control border border-dashed bg-surface font-medium',
        LOOK[place],
        over && 'border-solid bg-selected',
      )}
    >
      {t(WORD[place])}
    </div>
  );
}
