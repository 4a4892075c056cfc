export { cardKey, cardQuery, feedKey, patchCard } from './api';
export { Block } from './Block';
export { CardLink } from './CardLink';
export { CardContext, type CardEditing, type HistoryOf, useCard } from './cardContext';
export { ConflictDialog } from './dialogs';
export {
  applyPatch,
  baseOf,
  type Card,
  type CardPatch,
  cardHref,
  cardParam,
  type DealPerson,
  daysInStage,
  orderPeople,
  PLURAL,
  panelWidth,
  readCardParam,
} from './model';
export { Row } from './Row';
export { useCardEdit } from './useCardEdit';
