import { later } from '@/ui/later';
import { addressText, type FieldDef, TEXT_OPS } from '../model';

export const address: FieldDef = {
  type: 'address',
  ops: TEXT_OPS,
  settings: [],
  text: (_, values) => addressText(values),
  Input: later(() => import('./AddressInput').then((m) => m.AddressInput)),
};
