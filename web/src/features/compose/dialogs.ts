import { later } from '@/ui/later';

/** The form of a note or a message: fetched with the card, drawn a moment after it. */
export const NoteForm = later(() => import('./NoteForm').then((m) => m.NoteForm));
