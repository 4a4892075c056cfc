export interface ToastInit {
  text: string;
  /** A second line: how many were refused, and why. */
  detail?: string | undefined;
  tone?: 'plain' | 'ok' | 'bad';
  /** Takes back what was done; also on Ctrl Z while the toast stands. */
  undo?: (() => void | Promise<void>) | undefined;
  /** Another thing to do: open the record. */
  action?: { label: string; run: () => void } | undefined;
  /** Milliseconds it stands: 8 s; an error stands until it is closed. */
  stay?: number;
}

export interface ToastRow extends ToastInit {
  id: number;
}

const LIMIT = 4;
let rows: readonly ToastRow[] = [];
let next = 1;
const listeners = new Set<() => void>();

function become(now: readonly ToastRow[]): void {
  rows = now;
  for (const tell of listeners) tell();
}

/**
 * Says what was done where it cannot be seen, and offers to undo it: `toast({ text: 'Moved to Won', undo })`.
 * What is visible anyway needs no toast. Returns the way to close it.
 */
export function toast(init: ToastInit): () => void {
  const row = { ...init, id: next++ };
  become([...rows, row].slice(-LIMIT));
  return () => closeToast(row.id);
}

export function closeToast(id: number): void {
  become(rows.filter((row) => row.id !== id));
}

/** Takes back the newest act that offers it; false when there is none. */
export function undoLast(): boolean {
  const row = rows.findLast((r) => r.undo);
  if (!row) return false;
  closeToast(row.id);
  void row.undo?.();
  return true;
}

export function currentToasts(): readonly ToastRow[] {
  return rows;
}

export function subscribeToasts(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
