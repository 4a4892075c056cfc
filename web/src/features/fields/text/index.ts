import { later } from '@/ui/later';
import { type FieldDef, firstText, TEXT_OPS } from '../model';

export const text: FieldDef = {
  type: 'text',
  ops: TEXT_OPS,
  settings: ['hint', 'max_length'],
  text: (_, values) => firstText(values),
  Input: later(() => import('./TextInput').then((m) => m.TextInput)),
};
