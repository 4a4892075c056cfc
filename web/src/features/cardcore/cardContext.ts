import { createContext, useContext } from 'react';
import type { CardKind, Tag } from '@/lib/bootstrap';
import type { Card, CardPatch } from './model';

export interface Conflict {
  /** What one wanted to save. */
  patch: CardPatch;
  /** The properties somebody else changed meanwhile: `name`, `fields.12`. */
  paths: readonly string[];
  /** The card as it stands now. */
  now: Card;
}

/** A property of a card whose changes can be read: one every card has, or a field of the account. */
export interface HistoryOf {
  /** Its name on the card. */
  label: string;
  property?: 'name' | 'budget' | 'responsible' | 'loss_reason';
  field?: number;
}

export interface CardEditing {
  kind: CardKind;
  card: Card;
  /** Saves a change: shown at once, reverted with a reason when refused. */
  save: (patch: CardPatch, names?: { company?: string; tags?: readonly Tag[] }) => void;
  /** Takes a card the server answered with for the one on screen. */
  accept: (card: Card) => void;
  /** The last refusal, by path of the property. */
  faults: Readonly<Record<string, string>>;
  conflict: Conflict | null;
  /** Ends a conflict: with one's own values, or with those that stand now. */
  settle: (mine: boolean) => void;
  /** Why nothing can be changed; empty when it can. */
  locked: string | undefined;
  /** Shows who changed a property, beside an element. */
  showHistory?: ((of: HistoryOf, anchor: HTMLElement) => void) | undefined;
  /** Opens another card in the place of this one; without it the card's own page is gone to. */
  openCard?: ((kind: CardKind, id: number) => void) | undefined;
}

export const CardContext = createContext<CardEditing | null>(null);

/** The card all parts of a card's screen are about. */
export function useCard(): CardEditing {
  const card = useContext(CardContext);
  if (!card) throw new Error('a part of a card stands outside a card');
  return card;
}
