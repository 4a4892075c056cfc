export { FilterBar } from './FilterBar';
export { type Condition, readFilter, writeFilter } from './model';
