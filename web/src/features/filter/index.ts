export { FilterBar } from './FilterBar';
export { soundFilter } from './model';
export { eventChoices } from './words';
