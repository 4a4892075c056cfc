import { later } from '@/ui/later';

/** What a card shows or asks now and then: the code comes with the first need, or when the card has nothing else to do. */
export const CardProblem = later(() => import('./CardProblem').then((m) => m.CardProblem));
export const NewFieldDialog = later(() => import('./NewFieldDialog').then((m) => m.NewFieldDialog));
export const MergeWith = later(() => import('@/features/merge').then((m) => m.MergeWithDialog));
export const CardSetup = later(() => import('@/features/cardfields').then((m) => m.CardSetup));
export const MergeDialog = later(() => import('@/features/merge').then((m) => m.MergeDialog));
export const SameCards = later(() => import('./SameCards').then((m) => m.SameCards));
