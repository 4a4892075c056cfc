/** How high rows are, and whether there is room for columns: a phone shows a name and a line below it. */
export function useRowHeight(): { height: number; wide: boolean } {
  const wide = typeof window === 'undefined' || window.matchMedia('(min-width: 720px)').matches;
  const row = wide && getComputedStyle(document.documentElement).getPropertyValue('--h-row');
  return { wide, height: row === false ? 60 : Number.parseInt(row, 10) || 32 };
}
