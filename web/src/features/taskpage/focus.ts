/** The task beside or below one, for the arrow keys: in the next column that has any, at the same height. */
export function neighbour(from: HTMLElement, side: -1 | 0 | 1, down: -1 | 0 | 1): HTMLElement | undefined {
  const column = from.closest<HTMLElement>('[data-column]');
  if (!column) return;
  const tasks = (of: Element) => [...of.querySelectorAll<HTMLElement>('[data-task]')];
  const at = tasks(column).indexOf(from);
  if (down) return tasks(column)[at + down];
  const columns = [...(column.parentElement?.querySelectorAll('[data-column]') ?? [])];
  for (let i = columns.indexOf(column) + side; i >= 0 && i < columns.length; i += side) {
    const list = tasks(columns[i] as Element);
    if (list.length > 0) return list[Math.min(at, list.length - 1)];
  }
}
