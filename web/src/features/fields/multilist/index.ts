import { later } from '@/ui/later';
import { CHOICE_OPS, type FieldDef, optionNames } from '../model';

export const multilist: FieldDef = {
  type: 'multilist',
  ops: CHOICE_OPS,
  settings: ['options', 'hint'],
  text: (field, values) => optionNames(field, values).join(', '),
  Input: later(() => import('./MultiListInput').then((m) => m.MultiListInput)),
};
