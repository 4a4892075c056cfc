import { later } from '@/ui/later';

/** What a card shows or asks now and then: the code comes with the first need, or when the card has nothing else to do. */
export const ConflictDialog = later(() => import('./ConflictDialog').then((m) => m.ConflictDialog));
export const CardProblem = later(() => import('./CardProblem').then((m) => m.CardProblem));
export const MoveDialog = later(() => import('./MoveDialog').then((m) => m.MoveDialog));
export const NewFieldDialog = later(() => import('./NewFieldDialog').then((m) => m.NewFieldDialog));
export const MergeWith = later(() => import('@/features/merge').then((m) => m.MergeWithDialog));
export const NewRecord = later(() => import('./NewRecord').then((m) => m.NewRecord));
export const Watchers = later(() => import('./Watchers').then((m) => m.Watchers));
export const NoteForm = later(() => import('./NoteForm').then((m) => m.NoteForm));
