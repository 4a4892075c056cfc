import { useQuery } from '@tanstack/react-query';
import type { ApiError } from '@/lib/api';
import { useMe } from '@/lib/bootstrap';
import { workHours } from '@/lib/workHours';
import { ErrorState } from '@/ui/ErrorState';
import { HoursEditor } from './HoursEditor';

/** My own hours and leave, where they differ from the company's. */
export function MyHoursSection() {
  const me = useMe();
  const got = useQuery(workHours);
  if (got.error && !got.data) return <ErrorState error={got.error as ApiError} onRetry={() => void got.refetch()} />;
  if (!got.data) return null;
  return <HoursEditor user={me.id} account={got.data.account} own={got.data.users?.find((u) => u.user_id === me.id)} />;
}
