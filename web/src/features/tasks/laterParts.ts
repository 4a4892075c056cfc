import { later } from '@/ui/later';

/** A task on its card and what it opens now and then: the code comes with the first need, or when a card is idle. */
export const TaskForm = later(() => import('./form/TaskForm').then((m) => m.TaskForm));
export const CompleteDialog = later(() => import('./form/CompleteDialog').then((m) => m.CompleteDialog));
export const TaskRow = later(() => import('./TaskRow').then((m) => m.TaskRow));
export const NewTaskDialog = later(() => import('./form/NewTaskDialog').then((m) => m.NewTaskDialog));
