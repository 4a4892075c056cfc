export { type ConditionProps, RulesSection } from './RulesSection';
