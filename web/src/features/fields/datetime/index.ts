import { formatWhen } from '@/lib/format';
import { later } from '@/ui/later';
import { type FieldDef, firstNumber, RANGE_OPS } from '../model';

export const datetime: FieldDef = {
  type: 'datetime',
  ops: RANGE_OPS,
  settings: ['hint'],
  text: (_, values) => {
    const seconds = firstNumber(values);
    return seconds === null ? '' : formatWhen(seconds, { time: true });
  },
  Input: later(() => import('./DateTimeInput').then((m) => m.DateTimeInput)),
  days: true,
};
