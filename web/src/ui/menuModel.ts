import type { ReactNode } from 'react';

/** A row of a menu. Menus are data, so that one part draws them all. */
export type MenuItem =
  | {
      kind?: 'action';
      id: string;
      label: string;
      icon?: ReactNode;
      /** The shortcut that does the same, shown on the right. */
      keys?: string;
      danger?: boolean;
      /** Why it cannot be chosen; without it the row can. */
      reason?: string | undefined;
      /** Shows a tick: one of several, or on. */
      checked?: boolean;
      onSelect: () => void;
    }
  | { kind: 'link'; id: string; label: string; icon?: ReactNode; href: string; newTab?: boolean }
  | { kind: 'sub'; id: string; label: string; icon?: ReactNode; items: readonly MenuItem[] }
  | { kind: 'group'; id: string; label: string; items: readonly MenuItem[] }
  | { kind: 'separator'; id: string };
