export {
  openTasksOf,
  type Step,
  type TaskFilter,
  type TaskList,
  taskCalendar,
  taskCounts,
  taskPages,
  useTaskVerbs,
} from './api';
export { cardAddress } from './cardAddress';
export { pointsDone } from './checklist';
export { DoneButton } from './DoneButton';
export type { TaskDraft } from './form/TaskFields';
export { TASK_ICONS } from './icons';
export { CompleteDialog, NewTaskDialog, TaskForm, TaskRow } from './laterParts';
export {
  allDay,
  atTime,
  BUCKETS,
  type Bucket,
  bucketOf,
  type Column,
  type Due,
  dayOf,
  moveTo,
  orderTasks,
  QUICK,
  quickDue,
  type Task,
} from './model';
export { repeatText } from './repeatWords';
export { TaskIcon } from './TaskIcon';
export { TaskMarks } from './TaskMarks';
export { usePostpone, useTaskMenu } from './taskMenu';
export { bucketName, dueText, emptyName, lengthText, quickName } from './words';
