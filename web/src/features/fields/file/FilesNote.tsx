import { useText } from '@/lib/i18n';
import locale from '../locale';
import type { FieldInputProps } from '../model';
import { fileText } from './files';

/** Where a form asks for a field of files: what is in it, and where files are added. */
export function FilesNote({ values }: FieldInputProps) {
  const t = useText(locale);
  return <p className="text-muted">{fileText(values) || t('fileReason')}</p>;
}
