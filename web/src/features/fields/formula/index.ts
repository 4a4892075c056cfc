import { later } from '@/ui/later';
import { type FieldDef, firstText, RANGE_OPS } from '../model';

/** Shown by the type of its result; this stands for one whose result is not known yet. */
export const formula: FieldDef = {
  type: 'formula',
  ops: RANGE_OPS,
  settings: ['formula'],
  text: (_, values) => firstText(values),
  Input: later(() => import('../text/TextInput').then((m) => m.TextInput)),
  reason: 'formulaReason',
};
