import { getLang } from '@/lib/i18n';
import { later } from '@/ui/later';
import { writeDay } from '@/ui/parseDate';
import { type FieldDef, firstText, RANGE_OPS } from '../model';

/** A birthday is always read with its year. */
export const birthday: FieldDef = {
  type: 'birthday',
  ops: RANGE_OPS,
  settings: ['hint'],
  text: (_, values) => (firstText(values) ? writeDay(firstText(values), getLang()) : ''),
  Input: later(() => import('./BirthdayInput').then((m) => m.BirthdayInput)),
  days: true,
};
