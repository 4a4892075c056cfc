import { later } from '@/ui/later';
import type { FieldDef } from '../model';
import { fileText } from './files';

export const file: FieldDef = {
  type: 'file',
  ops: ['filled', 'empty'],
  settings: ['max_files'],
  reason: 'fileReason',
  text: (_, values) => fileText(values),
  Input: later(() => import('./FilesNote').then((m) => m.FilesNote)),
};
