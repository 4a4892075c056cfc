import { text } from '@/lib/i18n';
import { useShortcuts } from '@/lib/keys';
import locale from './locale';
import type { useCells } from './useCells';

const group = () => text(locale, 'group');

/** The keys that walk the rows, or the cells of a column, up and down. */
export function useWalk({
  cells,
  current,
  count,
}: {
  cells: ReturnType<typeof useCells>;
  current: number;
  count: number;
}): void {
  const walk = (by: number) => (event: KeyboardEvent) => {
    event.preventDefault();
    cells.go(Math.min(count - 1, Math.max(0, current + by)), cells.column);
  };
  const inTable = () => !cells.editing && !!document.activeElement?.closest('[data-row],[data-cell]');
  useShortcuts([
    { keys: 'j', label: () => text(locale, 'walk'), group, run: walk(1) },
    { keys: 'k', run: walk(-1) },
    { keys: 'arrowdown', when: inTable, run: walk(1) },
    { keys: 'arrowup', when: inTable, run: walk(-1) },
    { keys: 'pagedown', when: inTable, run: walk(20) },
    { keys: 'pageup', when: inTable, run: walk(-20) },
  ]);
}
