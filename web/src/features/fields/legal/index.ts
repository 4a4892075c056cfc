import { later } from '@/ui/later';
import { type FieldDef, legalText, TEXT_OPS } from '../model';

export const legal: FieldDef = {
  type: 'legal_entity',
  ops: TEXT_OPS,
  settings: [],
  text: (_, values) => legalText(values),
  Input: later(() => import('./LegalInput').then((m) => m.LegalInput)),
};
