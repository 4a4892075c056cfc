import { later } from '@/ui/later';

/** What stands in a cell that is being edited. */
export const CellEditor = later(() => import('./CellEditor').then((m) => m.CellEditor));

/** Asked when an edit of a cell met another one, or a stage that asks for something. */
export const CellDialogs = later(() => import('./CellDialogs').then((m) => m.CellDialogs));
