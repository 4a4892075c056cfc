import { getSession } from '@/lib/session';

const PREFIX = 'voronka.draft';
const LONGEST = 20_000;

function store(card: string, part: string): string {
  return `${PREFIX}.${getSession()?.account.id ?? 0}.${card}.${part}`;
}

/** What was written for a card and not sent; it outlives closing the card and the tab. */
export function readDraft<T>(card: string, part: string): T | null {
  try {
    const kept = localStorage.getItem(store(card, part));
    return kept ? (JSON.parse(kept) as T) : null;
  } catch {
    return null;
  }
}

export function keepDraft(card: string, part: string, value: unknown): void {
  try {
    const text = value === null || value === '' ? '' : JSON.stringify(value);
    if (text && text.length <= LONGEST * 2) localStorage.setItem(store(card, part), text);
    else localStorage.removeItem(store(card, part));
  } catch {
    // Storage is closed or full: the draft lives as long as the card is open.
  }
}
