export { DuplicatesPage } from './DuplicatesPage';
export { MergeDialog } from './MergeDialog';
export { MergeWithDialog } from './MergeWithDialog';
