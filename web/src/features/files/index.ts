import { later } from '@/ui/later';

export { filesOfTransfer, formatSize } from './model';
export { type Kept, useStaged } from './useStaged';

/** What goes with a note; most notes have none. */
export const Attachments = later(() => import('./Attachments').then((m) => m.Attachments));
/** A field of a card that holds files. */
export const FilesField = later(() => import('./FilesField').then((m) => m.FilesField));
/** What a card draws after everything else. */
export const FilesBlock = later(() => import('./FilesBlock').then((m) => m.FilesBlock));
export const UploadChips = later(() => import('./UploadChips').then((m) => m.UploadChips));
