import { later } from '@/ui/later';

/** What a row of a task opens now and then: the code comes with the first need, or when a card is idle. */
export const TaskForm = later(() => import('./TaskForm').then((m) => m.TaskForm));
export const CompleteDialog = later(() => import('./CompleteDialog').then((m) => m.CompleteDialog));
