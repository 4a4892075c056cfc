export { ColumnPicker } from './ColumnPicker';
export type { Row } from './model';
export { RecordList } from './RecordList';
export { useColumns } from './useColumns';
