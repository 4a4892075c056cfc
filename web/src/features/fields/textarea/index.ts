import { later } from '@/ui/later';
import { type FieldDef, firstText, TEXT_OPS } from '../model';

export const textarea: FieldDef = {
  type: 'textarea',
  ops: TEXT_OPS,
  settings: ['hint', 'max_length'],
  text: (_, values) => firstText(values),
  Input: later(() => import('./LongTextInput').then((m) => m.LongTextInput)),
  multiline: true,
};
