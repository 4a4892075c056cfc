export { FieldEdit } from './FieldEdit';
export { FieldInput } from './FieldInput';
export { FieldView } from './FieldView';
export { FieldFilterInput, FieldSettings } from './laterParts';
export {
  baseType,
  type FieldDraft,
  type FieldInputProps,
  type FieldType,
  type FilterOp,
  filled,
  requiredIn,
  sameValues,
  type Values,
} from './model';
export { FIELD_TYPES, fieldText, filterOps, fixedReason, opAlone, opName, preloadInputs, typeName } from './types';
