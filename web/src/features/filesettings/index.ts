export { FilesSection } from './FilesSection';
