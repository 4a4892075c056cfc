import type { AlertDialogProps } from './AlertDialog';

export type ConfirmRequest = Pick<AlertDialogProps, 'title' | 'body' | 'action' | 'count' | 'danger'>;

interface Pending extends ConfirmRequest {
  answer: (yes: boolean) => void;
}

let pending: Pending | null = null;
const listeners = new Set<() => void>();

/** Asks before what cannot be undone: `if (await confirm({ title, action, count })) …`. */
export function confirm(request: ConfirmRequest): Promise<boolean> {
  pending?.answer(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      pending = null;
      for (const tell of listeners) tell();
      resolve(yes);
    };
    pending = { ...request, answer };
    for (const tell of listeners) tell();
  });
}

export function currentConfirm(): Pending | null {
  return pending;
}

export function subscribeConfirm(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}
