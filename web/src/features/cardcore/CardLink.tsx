import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { useCard } from './cardContext';
import { cardHref } from './model';

/** The way to another card: over this one where that is possible, else its own page. */
export function CardLink({
  kind,
  id,
  children,
  className,
}: {
  kind: CardKind;
  id: number;
  children: ReactNode;
  className?: string;
}) {
  const { openCard } = useCard();
  return (
    <Link
      to={cardHref(kind, id)}
      draggable={false}
      onClick={(e) => {
        if (!openCard || e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return;
        e.preventDefault();
        openCard(kind, id);
      }}
      // A finger needs more than a line of text.
      className={`no-underline hover:underline max-desk:-my-[11px] max-desk:py-[11px] ${className ?? ''}`}
    >
      {children}
    </Link>
  );
}
