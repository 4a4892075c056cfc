export { BulkBar, runBulk } from './laterParts';
export { NOTHING_SELECTED, type Selection } from './model';
