export { openTasksOf, useTaskVerbs } from './api';
export { TASK_ICONS } from './icons';
export { orderTasks, type Task } from './model';
export type { TaskDraft } from './TaskFields';
export { TaskForm } from './TaskForm';
export { TaskRow } from './TaskRow';
export { dueText } from './words';
