import { formatNumber, NBSP } from '@/lib/format';
import { later } from '@/ui/later';
import { type FieldDef, firstNumber, RANGE_OPS } from '../model';

export const number: FieldDef = {
  type: 'number',
  ops: RANGE_OPS,
  settings: ['hint', 'decimals', 'unit', 'range'],
  text: (field, values) => {
    const n = firstNumber(values);
    if (n === null) return '';
    const unit = field.settings.unit ? NBSP + field.settings.unit : '';
    return formatNumber(n, { maximumFractionDigits: field.settings.decimals ?? 10 }) + unit;
  },
  Input: later(() => import('./NumberFieldInput').then((m) => m.NumberFieldInput)),
};
