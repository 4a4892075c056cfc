export { PipelinesSection } from './PipelinesSection';
export { ReasonsSection } from './ReasonsSection';
