import type { Values } from '../model';

/** A file as a value of a card holds it; the server adds what is shown of it. */
export interface FileValue {
  file: number;
  name?: string;
}

/** Files out of the values; what is not one is left out. */
export const filesIn = (values: Values): FileValue[] =>
  values.filter((v): v is FileValue => typeof (v as FileValue | null)?.file === 'number');

/** How many there are, when there are several, and their names. */
export function fileText(values: Values): string {
  const names = filesIn(values).flatMap((f) => f.name || []);
  return names.length > 1 ? `${names.length}: ${names.join(', ')}` : (names[0] ?? '');
}
