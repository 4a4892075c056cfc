export { openTasksOf, useTaskVerbs } from './api';
export { TASK_ICONS } from './icons';
export { TaskForm } from './laterParts';
export { orderTasks, type Task } from './model';
export type { TaskDraft } from './TaskFields';
export { TaskRow } from './TaskRow';
export { dueText } from './words';
