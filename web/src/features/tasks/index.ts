export { openTasksOf, useTaskVerbs } from './api';
export { orderTasks, type Task } from './model';
export type { TaskDraft } from './TaskFields';
export { TaskForm } from './TaskForm';
export { TaskRow } from './TaskRow';
export { dueText } from './words';
