export const element = (id: number) => document.querySelector<HTMLElement>(`[data-card="${id}"]`);

/**
 * Gives the focus back to a card after its menu, a dialog or a form closes. A changed card may be drawn anew in another
 * column: the focus follows it there, unless it went elsewhere. When the card has left the board, or none is named, the
 * card that holds the tab stop takes it, so that the keyboard does not begin anew.
 */
export function keepFocus(id: number | null, frames = 40): void {
  requestAnimationFrame(() => {
    const at = document.activeElement;
    const free = !at || at === document.body;
    if (!free && !at.closest(`[data-card="${id}"],[role="menu"],[role="dialog"]`)) return;
    const card = id === null ? null : element(id);
    if (free)
      (card ?? (frames === 0 ? document.querySelector<HTMLElement>('[data-card][tabindex="0"]') : null))?.focus({
        preventScroll: true,
      });
    if (frames > 0) keepFocus(id, frames - 1);
  });
}
