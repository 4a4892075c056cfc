/** Periods that move with the day; the ends are whole days. */
export const PERIODS = {
  today: ['today', 'today'],
  yesterday: ['today-1', 'today-1'],
  last7: ['today-6', 'today'],
  last30: ['today-29', 'today'],
  last90: ['today-89', 'today'],
  next7: ['today', 'today+6'],
  next30: ['today', 'today+29'],
} as const;

export type Period = keyof typeof PERIODS;

export const PAST: readonly Period[] = ['today', 'yesterday', 'last7', 'last30', 'last90'];
export const BOTH: readonly Period[] = [...PAST, 'next7', 'next30'];

/** The period two days stand for, if it is one of ours. */
export function periodOf([from, to]: readonly [unknown, unknown]): Period | null {
  const found = Object.entries(PERIODS).find(([, [a, b]]) => a === from && b === to);
  return (found?.[0] as Period | undefined) ?? null;
}

/** A written day, not one that moves. */
export const fixedDay = (at: unknown): string | null => (typeof at === 'string' && /^\d{4}-/.test(at) ? at : null);
