import type { CardKind } from '@/lib/bootstrap';

const rows = new Map<CardKind, Set<number>>();

/** The rows one edits in a list keep their place until the list is asked for anew, whatever their order is now. */
export const heldRows = (kind: CardKind): ReadonlySet<number> => rows.get(kind) ?? new Set();

export function holdRow(kind: CardKind, id: number): void {
  rows.set(kind, new Set(heldRows(kind)).add(id));
}

export function letGo(kind: CardKind): void {
  rows.delete(kind);
}
