import { useSuspenseQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { bootstrap } from '@/lib/bootstrap';

/** Which of the people one may see the tasks of: a column of somebody else would stay empty and say they have none. */
export function useVisiblePeople(people: readonly number[]): { seen: number[]; unseen: number } {
  const { me, users } = useSuspenseQuery(bootstrap).data;
  const ids = people.join(',');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the people change with their ids
  return useMemo(() => {
    const scope = me.user.is_admin ? 'all' : (me.rights.entities.task?.view ?? 'none');
    const group = (id: number) => users.find((u) => u.id === id)?.group_id ?? null;
    const mine = group(me.user.id);
    const may = (id: number) =>
      scope === 'all' || id === me.user.id || (scope === 'group' && mine !== null && group(id) === mine);
    const seen = people.filter(may);
    return { seen, unseen: people.length - seen.length };
  }, [ids, me, users]);
}
