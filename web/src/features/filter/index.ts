export { FilterBar } from './FilterBar';
export { soundFilter } from './model';
