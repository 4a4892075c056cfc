export { FilterBar } from './FilterBar';
export { type Condition, readFilter, soundFilter, writeFilter } from './model';
