export { Composer, type Writing } from './Composer';
export { OpenTasks } from './OpenTasks';
