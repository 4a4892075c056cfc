import { text as say } from '@/lib/i18n';
import locale from '../locale';
import { type FieldDef, FLAG_OPS } from '../model';
import { FlagInput } from './FlagInput';

export const checkbox: FieldDef = {
  type: 'checkbox',
  ops: FLAG_OPS,
  settings: [],
  text: (_, values) => (values[0] === true ? say(locale, 'yes') : ''),
  Input: FlagInput,
};
