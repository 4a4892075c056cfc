import { useQueryClient } from '@tanstack/react-query';
import { api, call } from '@/lib/api';
import { workHours } from '@/lib/workHours';
import type { Draft } from './model';

/** Saves the hours of the account (0) or of one user. */
export function useSaveHours() {
  const queries = useQueryClient();
  return async (user: number, draft: Draft) => {
    const body = {
      ...(draft.week ? { week: draft.week.map((spans) => [...spans]) } : {}),
      days: draft.days.map((d) => ({ ...d, spans: [...d.spans] })),
    };
    if (user === 0) await call(api.PUT('/api/v1/working-hours', { body }));
    else await call(api.PUT('/api/v1/users/{id}/working-hours', { params: { path: { id: user } }, body }));
    await queries.invalidateQueries({ queryKey: workHours.queryKey });
  };
}
