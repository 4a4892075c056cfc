/** The people whose tasks are meant: the address names them, says `all`, or nothing, which is oneself. */
export function peopleOf(who: string | undefined, me: number): number[] {
  if (who === 'all') return [];
  return who ? who.split(',').map(Number) : [me];
}

/** The people as the address says them. */
export function whoOf(people: readonly number[], me: number): string | undefined {
  if (people.length === 1 && people[0] === me) return undefined;
  return people.length ? people.slice(0, 20).join(',') : undefined;
}

/** Which of the two everyday choices the address is, if it is one of them. */
export function whoseOf(who: string | undefined): 'mine' | 'all' | 'some' {
  if (!who) return 'mine';
  return who === 'all' ? 'all' : 'some';
}
