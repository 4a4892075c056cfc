import { later } from '@/ui/later';
import { type FieldDef, reaches, TEXT_OPS } from '../model';

export const email: FieldDef = {
  type: 'email',
  ops: TEXT_OPS,
  settings: ['hint'],
  text: (_, values) =>
    reaches(values)
      .map((r) => r.value)
      .join(', '),
  Input: later(() => import('./EmailInput').then((m) => m.EmailInput)),
  links: true,
};
