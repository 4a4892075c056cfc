import { later } from '@/ui/later';

/** What stands in a cell that is being edited. */
export const CellEditor = later(() => import('./CellEditor').then((m) => m.CellEditor));

/** Asked when an edit of a cell met another one, or a stage that asks for something. */
export const CellDialogs = later(() => import('./CellDialogs').then((m) => m.CellDialogs));

/** Rows parted by a column. */
export const GroupedList = later(() => import('./GroupedList').then((m) => m.GroupedList));

/** Averages and ends of the numbers of a list, asked for with a press. */
export const TotalsPanel = later(() => import('./TotalsPanel').then((m) => m.TotalsPanel));
