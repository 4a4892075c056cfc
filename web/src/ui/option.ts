import type { ReactNode } from 'react';

/** One thing that can be chosen from a list. A feature may add properties of its own. */
export interface Option {
  /** Names it: an id as text. */
  value: string;
  label: string;
  /** A second, quieter line or word. */
  hint?: string | undefined;
  icon?: ReactNode;
  disabled?: boolean;
}

/** Whether what was typed is found in the option's words, whatever the case and `ё`. */
export function matches(option: Option, query: string): boolean {
  const plain = (s: string) => s.toLocaleLowerCase().replace(/ё/g, 'е');
  const words = plain(`${option.label} ${option.hint ?? ''}`);
  return plain(query)
    .split(/\s+/)
    .every((word) => words.includes(word));
}
