import { useCallback, useMemo, useState } from 'react';
import { text } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import locale from './locale';
import { type Chosen, NONE, type Row, rangeOf } from './model';

/** Which rows are selected: by box, `x`, Shift with a click or an arrow, Ctrl A for all of the filter. */
export function useSelection(
  { count, rowAt }: { count: number; rowAt: (index: number) => Row | undefined },
  [current, setCurrent]: readonly [number, (index: number) => void],
  scope: string,
  enabled: boolean,
) {
  const [state, setState] = useState<{ scope: string; chosen: Chosen; anchor: number }>({
    scope,
    chosen: NONE,
    anchor: -1,
  });
  // Another filter has other rows.
  const chosen = state.scope === scope && enabled ? state.chosen : NONE;
  const anchor = state.scope === scope ? state.anchor : -1;
  const choose = useCallback((next: Chosen, at: number) => setState({ scope, chosen: next, anchor: at }), [scope]);
  const clear = useCallback(() => choose(NONE, -1), [choose]);
  const all = useCallback(() => choose({ ids: NONE.ids, all: true }, -1), [choose]);
  const toggle = useCallback(
    (index: number, extend: boolean) => {
      const row = rowAt(index);
      if (!row) return;
      const ids = new Set(chosen.all ? rangeOf(rowAt, 0, count - 1) : chosen.ids);
      if (extend && anchor >= 0) for (const id of rangeOf(rowAt, anchor, index)) ids.add(id);
      else if (!ids.delete(row.id)) ids.add(row.id);
      choose({ ids, all: false }, index);
    },
    [count, rowAt, chosen, anchor, choose],
  );
  const loaded = useCallback(
    (on: boolean) => choose(on ? { ids: new Set(rangeOf(rowAt, 0, count - 1)), all: false } : NONE, -1),
    [count, rowAt, choose],
  );
  const group = () => text(locale, 'group');
  const inTable = () => enabled && !!document.activeElement?.closest('#table');
  const extend = (by: number) => (event: KeyboardEvent) => {
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, current + by));
    const ids = new Set(chosen.ids);
    for (const id of rangeOf(rowAt, current, next)) ids.add(id);
    choose({ ids, all: false }, next);
    setCurrent(next);
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus());
  };
  const some = chosen.all || chosen.ids.size > 0;
  useShortcuts([
    {
      keys: 'x',
      label: () => text(locale, 'selectRow'),
      group,
      when: () => enabled && current >= 0,
      run: () => toggle(current, false),
    },
    { keys: 'shift+arrowdown', when: inTable, run: extend(1) },
    { keys: 'shift+arrowup', when: inTable, run: extend(-1) },
    {
      keys: 'mod+a',
      label: () => text(locale, 'selectAllRows'),
      group,
      when: inTable,
      run: (event) => {
        event.preventDefault();
        all();
      },
    },
    { keys: 'escape', when: () => some, run: clear },
  ]);
  return useMemo(() => ({ chosen, some, toggle, loaded, all, clear }), [chosen, some, toggle, loaded, all, clear]);
}
