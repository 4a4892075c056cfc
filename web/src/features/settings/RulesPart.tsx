import { FilterBar } from '@/features/filter';
import { type ConditionProps, RulesSection } from '@/features/robots';

/** The rules, with the filter of the lists as their condition. */
export function RulesPart() {
  return <RulesSection Condition={Condition} />;
}

function Condition({ kind, value, onChange }: ConditionProps) {
  return <FilterBar kind={kind} value={value} onChange={onChange} closing />;
}
