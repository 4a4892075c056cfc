import { formatDateOnly } from '@/lib/format';
import { later } from '@/ui/later';
import { type FieldDef, firstText, RANGE_OPS } from '../model';

export const date: FieldDef = {
  type: 'date',
  ops: RANGE_OPS,
  settings: ['hint'],
  text: (_, values) => (firstText(values) ? formatDateOnly(firstText(values)) : ''),
  Input: later(() => import('./DateInput').then((m) => m.DateInput)),
  days: true,
};
