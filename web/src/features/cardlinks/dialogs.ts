import { later } from '@/ui/later';

/** A new person or company, made without leaving the card. */
export const NewRecord = later(() => import('./NewRecord').then((m) => m.NewRecord));
