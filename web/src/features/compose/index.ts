export { Composer, type WriteTab } from './Composer';
export { OpenTasks } from './OpenTasks';
