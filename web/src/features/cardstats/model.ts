import type { Figures } from './api';

export interface Bar {
  key: string;
  label: string;
  /** What is written beside it. */
  value: string;
  /** 0 to 1 of the longest bar. */
  share: number;
  /** One of the twelve hues; 0 is none. */
  hue: number;
  /** More about it: how many times. */
  note?: string;
}

/** Bars share the length of the longest one; what is there at all can be seen. */
export function shares(values: readonly number[]): number[] {
  const most = Math.max(0, ...values);
  return values.map((v) => (most === 0 || v <= 0 ? 0 : Math.max(0.01, v / most)));
}

type Touches = Pick<Figures, 'notes' | 'comments' | 'tasks_done' | 'files'>;

/** Everything that was done for the client. */
export const touchesOf = (p: Touches): number => p.notes + p.comments + p.tasks_done + p.files;

/** Whole days since a moment. */
export const daysSince = (at: number, now = Date.now() / 1000): number => Math.max(0, Math.floor((now - at) / 86_400));
