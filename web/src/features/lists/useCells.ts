import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { CardKind } from '@/lib/bootstrap';
import { text } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import { toast } from '@/ui/toast';
import type { CellData } from './Cell';
import { nextCell, whyFixed } from './cellModel';
import type { CellChange, CellTrouble } from './cellSave';
import { CellEditor } from './laterParts';
import locale from './locale';
import type { ColumnId, Row } from './model';

const group = () => text(locale, 'group');

/** The last focus that was asked for; an older one, or one that an editor has overtaken, is forgotten. */
let wanted = 0;

/** Focuses what a selector finds as soon as the window has drawn it. */
function focusSoon(selector: string, tries = 8, mine = ++wanted): void {
  requestAnimationFrame(() => {
    if (mine !== wanted) return;
    const element = document.querySelector<HTMLElement>(selector);
    if (element) element.focus();
    else if (tries > 0) focusSoon(selector, tries - 1, mine);
  });
}

/** Where an editor is left to: the cell itself, the next or the last one to edit, or somewhere else altogether. */
export type CellExit = 'stay' | 'next' | 'back' | 'left';

/** The cells of a list as those of a sheet: arrows walk them, Enter and F2 edit one, Tab goes on to the next. */
export function useCells({
  kind,
  rowAt,
  count,
  columns,
  names,
  data,
  current,
  setCurrent,
}: {
  kind: CardKind;
  /** A row by its place; undefined: it is not loaded. */
  rowAt: (index: number) => Row | undefined;
  count: number;
  columns: readonly ColumnId[];
  names: (column: ColumnId) => string;
  data: CellData;
  current: number;
  setCurrent: (row: number) => void;
}) {
  const queries = useQueryClient();
  /** -1: the rows are walked, not the cells. */
  const [column, setColumn] = useState(-1);
  const [editing, setEditing] = useState(false);
  const [trouble, setTrouble] = useState<CellTrouble | null>(null);

  const go = useCallback(
    (row: number, to: number) => {
      setCurrent(row);
      setColumn(to);
      focusSoon(to < 0 ? `[data-row="${row}"]` : `[data-cell="${row}:${to}"]`);
    },
    [setCurrent],
  );
  const edit = useCallback(
    (row: number, at: number) => {
      const card = rowAt(row);
      const id = columns[at];
      if (!card || !id) return;
      const why = whyFixed(kind, card, id, data.fields);
      if (why) {
        toast({ text: text(locale, 'fixed', { name: names(id) }), detail: why });
        return;
      }
      wanted++;
      setCurrent(row);
      setColumn(at);
      setEditing(true);
    },
    [kind, rowAt, columns, names, data.fields, setCurrent],
  );
  const leave = useCallback(
    (how: CellExit) => {
      setEditing(false);
      if (how === 'left') return;
      const here = { row: current, column };
      if (how === 'stay') return go(here.row, here.column);
      const size = { rows: count, columns: columns.length };
      const to = nextCell(here, how === 'next' ? 1 : -1, size, (row, at) => {
        const card = rowAt(row);
        return !!card && !whyFixed(kind, card, columns[at] as ColumnId, data.fields);
      });
      if (!to) return go(here.row, here.column);
      setCurrent(to.row);
      setColumn(to.column);
      setEditing(true);
    },
    [kind, rowAt, count, columns, data.fields, current, column, go, setCurrent],
  );
  const save = useCallback(
    (row: Row, change: CellChange) =>
      void import('./cellSave').then((m) => m.saveCell({ queries, kind, row, change, onTrouble: setTrouble })),
    [queries, kind],
  );
  const focus = useCallback(
    (row: number, at: number) => {
      setCurrent(row);
      setColumn(at);
      if (at >= 0) void CellEditor.preload();
    },
    [setCurrent],
  );

  const inCell = () => !editing && !!document.activeElement?.closest('[data-cell]');
  const inTable = () => !editing && !!document.activeElement?.closest('[data-cell],[data-row]');
  const walk = (to: (column: number) => number) => (event: KeyboardEvent) => {
    event.preventDefault();
    go(Math.max(0, current), Math.max(-1, Math.min(columns.length - 1, to(column))));
  };
  const begin = (event: KeyboardEvent) => {
    event.preventDefault();
    edit(Math.max(0, current), Math.max(0, column));
  };
  useShortcuts([
    { keys: 'arrowright', label: () => text(locale, 'walkCells'), group, when: inTable, run: walk((c) => c + 1) },
    { keys: 'arrowleft', when: inTable, run: walk((c) => c - 1) },
    { keys: 'home', when: inCell, run: walk(() => 0) },
    { keys: 'end', when: inCell, run: walk(() => columns.length - 1) },
    { keys: 'enter', when: inCell, run: begin },
    { keys: 'f2', label: () => text(locale, 'editCell'), group, when: inTable, run: begin },
    { keys: 'e', when: inTable, run: begin },
    { keys: 'escape', when: inCell, run: () => go(current, -1) },
  ]);
  // Rows keep the hands they were drawn with: a step from cell to cell draws two of them anew, not all.
  const latest = useRef({ edit, leave, save, focus });
  latest.current = { edit, leave, save, focus };
  const hands = useMemo(
    () => ({
      edit: (row: number, at: number) => latest.current.edit(row, at),
      leave: (how: CellExit) => latest.current.leave(how),
      save: (row: Row, change: CellChange) => latest.current.save(row, change),
      focus: (row: number, at: number) => latest.current.focus(row, at),
    }),
    [],
  );
  return { column, editing, hands, go, trouble, settle: () => setTrouble(null) };
}
