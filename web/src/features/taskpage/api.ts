import { queryOptions } from '@tanstack/react-query';
import { api, call } from '@/lib/api';

/** The first open deals of somebody that have no task: what to plan when the day is empty. */
export const dealsWithoutTask = (who: readonly number[]) =>
  queryOptions({
    queryKey: ['tasks', 'without', who],
    queryFn: async ({ signal }) => {
      const and = [
        { field: 'next_task', op: 'eq', value: 'none' },
        { field: 'is_closed', op: 'eq', value: false },
        ...(who.length ? [{ field: 'responsible', op: 'in', value: who }] : []),
      ];
      const query = { filter: JSON.stringify({ and }), sort: '-updated_at', limit: 5 };
      return (await call(api.GET('/api/v1/deals', { params: { query }, signal }))).items;
    },
  });
