import { useCallback } from 'react';
import { type CardKind, useFields } from '@/lib/bootstrap';
import { useText } from '@/lib/i18n';
import locale from './locale';
import type { ColumnId } from './model';

/** Names of columns; a contact has a name, a deal a title. */
export function useColumnNames(kind: CardKind): (column: ColumnId) => string {
  const t = useText(locale);
  const { fields } = useFields(kind);
  return useCallback(
    (column) => {
      if (column.startsWith('cf.')) return fields.find((f) => `cf.${f.id}` === column)?.name ?? column;
      return column === 'name' && kind === 'contact' ? t('person') : t(column as 'name');
    },
    [t, fields, kind],
  );
}
