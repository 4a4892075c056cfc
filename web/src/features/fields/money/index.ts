import { formatMoney } from '@/lib/format';
import { later } from '@/ui/later';
import { type FieldDef, firstNumber, RANGE_OPS } from '../model';

export const money: FieldDef = {
  type: 'money',
  ops: RANGE_OPS,
  settings: ['hint'],
  text: (_, values) => {
    const minor = firstNumber(values);
    return minor === null ? '' : formatMoney(minor);
  },
  Input: later(() => import('./MoneyFieldInput').then((m) => m.MoneyFieldInput)),
};
