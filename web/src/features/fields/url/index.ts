import { later } from '@/ui/later';
import { type FieldDef, firstText, TEXT_OPS } from '../model';

export const url: FieldDef = {
  type: 'url',
  ops: TEXT_OPS,
  settings: ['hint'],
  text: (_, values) =>
    firstText(values)
      .replace(/^https?:\/\//, '')
      .replace(/\/$/, ''),
  Input: later(() => import('./UrlInput').then((m) => m.UrlInput)),
  links: true,
};
