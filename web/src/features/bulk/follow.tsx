import { createRoot } from 'react-dom/client';
import { text } from '@/lib/i18n';
import { toast } from '@/ui/toast';
import { findBulk } from './api';
import { BulkPanel } from './BulkPanel';
import locale from './locale';
import { type Bulk, isBusy } from './model';

/** How often a running change is asked how far it is. */
const EVERY = 700;

let shown: Bulk | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let settled: () => void = () => undefined;
const listeners = new Set<() => void>();
let mounted = false;

export const currentBulk = (): Bulk | null => shown;

export function subscribeBulk(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

function become(bulk: Bulk | null): void {
  shown = bulk;
  for (const tell of listeners) tell();
}

/**
 * Shows a change of many cards until it is closed, whatever page is open meanwhile. `onSettled` is called when the
 * cards are as they will be: after the run, and after its undoing.
 */
export function follow(bulk: Bulk, onSettled?: () => void): void {
  if (onSettled) settled = onSettled;
  mount();
  become(bulk);
  clearTimeout(timer);
  if (isBusy(bulk)) timer = setTimeout(() => void look(bulk.id), EVERY);
  else settled();
}

export function closeBulk(): void {
  clearTimeout(timer);
  become(null);
}

async function look(id: number): Promise<void> {
  try {
    const now = await findBulk(id);
    if (shown?.id === id) follow(now);
  } catch (error) {
    if (shown?.id !== id) return;
    closeBulk();
    toast({ tone: 'bad', text: text(locale, 'progress'), detail: (error as Error).message });
  }
}

/** The panel stands beside the pages: going to another one does not close it. */
function mount(): void {
  if (mounted) return;
  mounted = true;
  const place = document.createElement('div');
  document.body.append(place);
  createRoot(place).render(<BulkPanel />);
}
