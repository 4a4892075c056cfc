import { useState } from 'react';
import { panelWidth } from '@/features/cardcore';

const STORE = 'voronka.card.panel';

/** How wide the fields of a card are, kept on this device. */
export function usePanelWidth() {
  const [width, set] = useState(() => {
    try {
      return panelWidth(Number(localStorage.getItem(STORE)) || 360);
    } catch {
      return 360;
    }
  });
  function setWidth(wanted: number) {
    const next = panelWidth(wanted);
    set(next);
    try {
      localStorage.setItem(STORE, String(next));
    } catch {
      // Kept for this visit.
    }
  }
  return { width, setWidth };
}
