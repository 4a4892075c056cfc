import type { Person } from '@/lib/bootstrap';

/** The unfinished `@name` before the caret, and where it begins. */
export function mentionAt(text: string, caret: number): { from: number; query: string } | null {
  const before = text.slice(0, caret);
  const from = before.lastIndexOf('@');
  if (from < 0 || (from > 0 && /[\p{L}\p{N}@]/u.test(before.charAt(from - 1)))) return null;
  const query = before.slice(from + 1);
  return query.length <= 40 && !/[\n@]/.test(query) && !query.startsWith(' ') ? { from, query } : null;
}

const MOST = 6;

/** The colleagues a typed `@name` may mean: a word of the name begins with it. */
export function matching(people: readonly Person[], query: string, me: number): Person[] {
  const wanted = query.toLocaleLowerCase();
  return people
    .filter((p) => p.is_active && p.id !== me)
    .filter((p) => {
      const name = p.name.toLocaleLowerCase();
      return name.startsWith(wanted) || name.split(' ').some((word) => word.startsWith(wanted));
    })
    .filter((p) => p.name !== query)
    .slice(0, MOST);
}

/** Whom a text speaks to: the longest name that stands after each `@`. */
export function mentioned(text: string, people: readonly Person[]): number[] {
  const known = people.filter((p) => p.is_active && p.name).sort((a, b) => b.name.length - a.name.length);
  const ids = new Set<number>();
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const one = known.find((p) => text.startsWith(p.name, at + 1));
    if (one) ids.add(one.id);
  }
  return [...ids];
}
