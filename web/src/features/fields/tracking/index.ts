import { later } from '@/ui/later';
import { type FieldDef, firstText, TEXT_OPS } from '../model';

export const tracking: FieldDef = {
  type: 'tracking_data',
  ops: TEXT_OPS,
  settings: [],
  text: (_, values) => firstText(values),
  Input: later(() => import('../text/TextInput').then((m) => m.TextInput)),
  reason: 'trackingReason',
};
