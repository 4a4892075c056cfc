import { formatMoney } from '@/lib/format';
import { later } from '@/ui/later';
import { type FieldDef, RANGE_OPS, type Sum } from '../model';

export const monetary: FieldDef = {
  type: 'monetary',
  ops: RANGE_OPS,
  settings: ['currency'],
  text: (_, values) => {
    const sum = values[0] as Partial<Sum> | undefined;
    return typeof sum?.amount === 'number' ? formatMoney(sum.amount, sum.currency) : '';
  },
  Input: later(() => import('./SumInput').then((m) => m.SumInput)),
};
