export { ColumnPicker } from './ColumnPicker';
export { GroupButton } from './GroupButton';
export type { ColumnSpec } from './layout';
export type { Row } from './model';
export { RecordList } from './RecordList';
export { useColumns } from './useColumns';
