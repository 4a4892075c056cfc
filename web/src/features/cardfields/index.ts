export { FieldsSection } from './FieldsSection';
