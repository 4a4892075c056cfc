/** One of the twelve stage hues, 1 to 12, in the order of the spectrum. */
export type Hue = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12;

export const HUES: readonly Hue[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** The order series of a chart take them in: neighbours are far apart. */
export const CHART_HUES: readonly Hue[] = [9, 2, 6, 12, 4, 11, 7, 1, 10, 5, 8, 3];

/** The CSS value of a hue, for a style: `var(--hue-3)`. */
export function hueVar(hue: Hue): string {
  return `var(--hue-${hue})`;
}

/** A steady hue for a name: the same name has the same one on every screen. */
export function hueOf(name: string): Hue {
  let sum = 0;
  for (const c of name) sum = (sum * 31 + (c.codePointAt(0) ?? 0)) >>> 0;
  return ((sum % 12) + 1) as Hue;
}
