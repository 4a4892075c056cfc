import { formatPhone } from '@/lib/format';
import { later } from '@/ui/later';
import { type FieldDef, reaches, TEXT_OPS } from '../model';

export const phone: FieldDef = {
  type: 'phone',
  ops: TEXT_OPS,
  settings: ['hint'],
  text: (_, values) =>
    reaches(values)
      .map((r) => formatPhone(r.value))
      .join(', '),
  Input: later(() => import('./PhoneInput').then((m) => m.PhoneInput)),
  links: true,
};
