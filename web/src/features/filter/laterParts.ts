import { later } from '@/ui/later';

/** The editor of a condition, which knows every type of field: fetched while a field is chosen. */
export const ConditionEditor = later(() => import('./ConditionEditor').then((m) => m.ConditionEditor));

/** The panel of all conditions and groups. */
export const GroupPanel = later(() => import('./GroupPanel').then((m) => m.GroupPanel));
