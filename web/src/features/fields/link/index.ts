import { later } from '@/ui/later';
import { CHOICE_OPS, type FieldDef } from '../model';
import { linkName, links } from './links';

export const link: FieldDef = {
  type: 'link',
  ops: CHOICE_OPS,
  settings: ['link_kinds'],
  text: (_, values) => links(values).map(linkName).join(', '),
  Input: later(() => import('./LinkInput').then((m) => m.LinkInput)),
};
