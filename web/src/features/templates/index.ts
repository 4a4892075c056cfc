export { TemplateList } from './TemplateList';
export { TemplateMenu } from './TemplateMenu';
