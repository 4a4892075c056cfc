export { FieldEdit } from './FieldEdit';
export { FieldFilterInput } from './FieldFilterInput';
export { FieldInput } from './FieldInput';
export { type FieldDraft, FieldSettings } from './FieldSettings';
export { FieldView } from './FieldView';
export {
  type FieldInputProps,
  type FieldType,
  type FilterOp,
  filled,
  requiredIn,
  sameValues,
  type Values,
} from './model';
export { FIELD_TYPES, fieldText, filterOps, opAlone, opName, typeName } from './types';
