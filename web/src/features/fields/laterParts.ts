import { later } from '@/ui/later';

/** The value of one condition; comes with the first filter that is edited. */
export const FieldFilterInput = later(() => import('./FieldFilterInput').then((m) => m.FieldFilterInput));

/** Where a link leads, as marks to press. */
export const LinkChips = later(() => import('./link/LinkChips').then((m) => m.LinkChips));

/** What a type of field can be told; comes with the first dialog that asks. */
export const FieldSettings = later(() => import('./FieldSettings').then((m) => m.FieldSettings));
