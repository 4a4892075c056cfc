export { CardSetup } from './CardSetup';
export { FieldsSection } from './FieldsSection';
