import type { Hue } from '@/ui/hues';

/** The colour of one of several people: the first ones are as far apart as the palette allows. */
export function personHue(people: readonly number[], id: number): Hue {
  const at = Math.max(0, people.indexOf(id));
  return (((at * 5) % 12) + 1) as Hue;
}
