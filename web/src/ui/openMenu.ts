import type { MenuItem } from './menuModel';

export interface AnchorMenuRequest {
  /** The pressed button; focus returns to it. */
  anchor: Element;
  items: readonly MenuItem[];
  align?: 'start' | 'end';
  /** Where the pointer is, for a right click. */
  at?: { x: number; y: number };
  onClose?: () => void;
}

let request: AnchorMenuRequest | null = null;
const listeners = new Set<() => void>();

function become(next: AnchorMenuRequest | null): void {
  request = next;
  for (const tell of listeners) tell();
}

/**
 * Opens the page's one menu at a button: `onClick={(e) => openMenu({ anchor: e.currentTarget, items })}`. A board or a
 * list has a plain button in each row and no popup parts; the menu's code is fetched in idle time.
 */
export function openMenu(next: AnchorMenuRequest): void {
  if (next.anchor instanceof HTMLElement) {
    next.anchor.setAttribute('aria-haspopup', 'menu');
    next.anchor.setAttribute('aria-expanded', 'true');
  }
  become(next);
}

export function closeMenu(): void {
  const was = request;
  if (!was) return;
  was.anchor.setAttribute('aria-expanded', 'false');
  become(null);
  was.onClose?.();
}

export function currentMenu(): AnchorMenuRequest | null {
  return request;
}

export function subscribeMenu(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
