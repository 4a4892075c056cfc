/** What an address can ask for, in groups: of each kind of card, of tasks, of the settings. */
export const ENTITIES = ['deal', 'contact', 'company', 'task', 'settings'] as const;
export type Entity = (typeof ENTITIES)[number];

const CARDS = new Set<string>(['deal', 'contact', 'company', 'task']);

export function entityOf(kind: string): Entity {
  const head = kind.split('.')[0] ?? '';
  return CARDS.has(head) ? (head as Entity) : 'settings';
}

/** Whether the patterns let a kind pass: `*`, `deal.*`, `*.created` or the kind itself. */
export function matches(patterns: readonly string[], kind: string): boolean {
  const [head, verb] = kind.split('.');
  return patterns.some((p) => {
    const [left, right] = p.split('.');
    return (
      p === '*' ||
      p === kind ||
      (right !== undefined && (left === '*' || left === head) && (right === '*' || right === verb))
    );
  });
}

/**
 * The chosen kinds as the fewest patterns: all of one group is `deal.*`, everything is `*`. A pattern also takes in
 * kinds that come later.
 */
export function toPatterns(chosen: ReadonlySet<string>, known: readonly string[]): string[] {
  if (known.length > 0 && known.every((k) => chosen.has(k))) return ['*'];
  const heads = [...new Set(known.map((k) => k.split('.')[0] ?? ''))];
  return heads.flatMap((head) => {
    const all = known.filter((k) => k.startsWith(`${head}.`));
    const mine = all.filter((k) => chosen.has(k));
    return mine.length === all.length && all.length > 1 ? [`${head}.*`] : mine;
  });
}

export const fromPatterns = (patterns: readonly string[], known: readonly string[]): Set<string> =>
  new Set(known.filter((k) => matches(patterns, k)));

/** The body of an answer for reading: JSON is laid out, the rest is left as it is. */
export function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
