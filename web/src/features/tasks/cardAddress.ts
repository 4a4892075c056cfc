import type { CardKind } from '@/lib/bootstrap';

const PATH = { deal: 'deals', contact: 'contacts', company: 'companies' } as const;

/** The address of the card a task is about. */
export const cardAddress = (card: { kind: CardKind; id: number }): string => `/${PATH[card.kind]}/${card.id}`;
