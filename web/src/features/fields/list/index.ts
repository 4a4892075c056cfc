import { later } from '@/ui/later';
import { CHOICE_OPS, type FieldDef, optionNames } from '../model';

export const list: FieldDef = {
  type: 'list',
  ops: CHOICE_OPS,
  settings: ['options', 'hint'],
  text: (field, values) => optionNames(field, values).join(', '),
  Input: later(() => import('./ListInput').then((m) => m.ListInput)),
};
