import { fixedReason } from '@/features/fields';
import type { CardKind, Field } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import locale from './locale';
import type { ColumnId, Row } from './model';

const EDITABLE: Record<CardKind, readonly ColumnId[]> = {
  deal: ['name', 'status', 'price', 'company', 'responsible', 'tags'],
  contact: ['name', 'company', 'responsible', 'tags'],
  company: ['name', 'responsible', 'tags'],
};

/** Why a cell cannot be edited where it stands; undefined when it can. */
export function whyFixed(
  kind: CardKind,
  row: Pick<Row, 'can' | 'deleted_at'>,
  column: ColumnId,
  fields: ReadonlyMap<number, Field>,
): string | undefined {
  if (row.deleted_at) return text(locale, 'fixedDeleted');
  if (!row.can.edit) return text(locale, 'fixedRight');
  if (!column.startsWith('cf.')) return EDITABLE[kind].includes(column) ? undefined : text(locale, 'fixedColumn');
  const field = fields.get(Number(column.slice(3)));
  return field ? fixedReason(field) : text(locale, 'fixedColumn');
}

/** The cell after this one (before it, with `by` -1) that passes, going on in the next row; null at the end. */
export function nextCell(
  at: { row: number; column: number },
  by: 1 | -1,
  size: { rows: number; columns: number },
  passes: (row: number, column: number) => boolean,
): { row: number; column: number } | null {
  let { row, column } = at;
  // A row without one is passed over, not the whole list.
  for (let steps = 0; steps < size.columns * 3; steps++) {
    column += by;
    if (column < 0 || column >= size.columns) {
      row += by;
      column = by > 0 ? 0 : size.columns - 1;
    }
    if (row < 0 || row >= size.rows) return null;
    if (passes(row, column)) return { row, column };
  }
  return null;
}
